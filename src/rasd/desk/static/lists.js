// A list that could not be had by itself is asked for as a page, which says what is wrong.

for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, (event) => event.target.closest("form")?.submit());
}
// Empty filters do not stand in the address.
document.addEventListener("htmx:configRequest", (event) => {
  for (const [name, value] of [...event.detail.formData.entries()]) if (value === "") event.detail.formData.delete(name);
});
document.addEventListener("htmx:beforeRequest", () => document.querySelector("#found").setAttribute("aria-busy", "true"));
