// While a pasted report is read that is said, and it is sent once.

const form = document.querySelector("form.paste");

form?.addEventListener("submit", (sending) => {
  if (form.ariaBusy === "true") return sending.preventDefault();
  form.ariaBusy = "true";
  form.querySelector("[role=status]").textContent = form.dataset.word;
});

// Whoever comes back finds it as it was.
addEventListener("pageshow", () => {
  if (!form) return;
  form.ariaBusy = null;
  form.querySelector("[role=status]").textContent = "";
});
