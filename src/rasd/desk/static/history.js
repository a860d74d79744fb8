// The history of a cell: who decided what and when, what stood there, and an earlier value put back by a new decision.

const element = (name, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside.filter(Boolean));
  return made;
};

/** Show the history of a cell; `restored` is told how the event is once a value was put back. Null: for reading only. */
export async function showHistory(eventId, cell, label, restored) {
  const dialog = document.querySelector("#history");
  const title = dialog.querySelector("h2");
  title.textContent = title.dataset.word.replace("{cell}", label);
  dialog.querySelector(".failed").hidden = true;
  const told = await fetch(`/api/events/${encodeURIComponent(eventId)}/history?cell=${encodeURIComponent(cell)}`)
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
  const changes = told?.cells[0]?.changes ?? [];
  const list = dialog.querySelector(".changes");
  const lines = changes.map((one) => line(one, list.dataset, restored && ((to) => restore(dialog, told, cell, to, restored))));
  list.replaceChildren(...lines);
  dialog.querySelector(".none").hidden = changes.length > 0;
  if (!dialog.open) dialog.showModal();
}

function line(one, words, restore) {
  const value = element(one.text ? "bdi" : "span", { className: "value", dir: "auto", textContent: one.text || "—" });
  const quotes = one.quotes.map((quote) => element("q", { textContent: quote, dir: "auto" }));
  const by = element("span", { className: "quiet" }, one.said);
  if (one.by) by.append(" · ", element("bdi", { textContent: one.by }), " · ", element("time", { dateTime: one.at, dir: "ltr", textContent: one.at }));
  if (one.reason) by.append(" · ", one.reason);
  const marks = [one.is_taken_back && words.wordTakenBack, one.is_outdated && words.wordOutdated, one.is_now && words.wordNow];
  const shown = marks.filter(Boolean).map((mark) => element("span", { className: "stage", textContent: mark }));
  const button = restore && one.can_restore && element("button", { type: "button", className: "button", textContent: words.wordRestore });
  button?.addEventListener?.("click", () => restore(one.decision_id));
  const made = element("li", {}, element("div", {}, value, " ", ...quotes), element("div", {}, by, " ", ...shown), button || null);
  made.toggleAttribute("data-gone", one.is_taken_back);
  return made;
}

async function restore(dialog, told, cell, to, restored) {
  const body = JSON.stringify({ event_id: told.event_id, version: told.version, cell, to });
  const headers = { "content-type": "application/json" };
  const answer = await fetch("/api/decisions/restore", { method: "POST", headers, body }).catch(() => null);
  dialog.querySelector(".failed").hidden = Boolean(answer?.ok);
  if (!answer?.ok) return;
  dialog.close();
  await restored(await answer.json());
}
