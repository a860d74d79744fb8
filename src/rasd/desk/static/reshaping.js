// Two events made of one, one of two, and the history of a cell.

import { active, addressOf, bench, current, data, events, say, setCell, setState } from "./bench.js";
import { selected } from "./correcting.js";
import { refused } from "./deciding.js";
import { reload } from "./following.js";
import { showHistory } from "./history.js";
import { post, sent } from "./sending.js";

/** A second event, named by the words that are selected; it opens. */
export async function split() {
  const trigger = selected();
  if (!trigger) return say("select");
  const event = active();
  getSelection().removeAllRanges();
  await sent();
  const eventId = event.dataset.event;
  const body = { event_id: eventId, version: data.events[eventId].version, trigger };
  const answer = await post("/api/decisions/split", body).catch(() => null);
  if (!answer) return say("unreachable");
  if (!answer.ok) return refused(answer, eventId);
  await reload(addressOf((await answer.json()).made.event_id));
}

/** Which other event of the report this one is; a digit takes the one that has its number in the list. */
export function join() {
  const event = active();
  const others = events().filter((one) => one !== event && one.dataset.state !== "rejected");
  if (event.dataset.state === "rejected" || !others.length) return say("joinNone");
  const dialog = bench.querySelector("#join");
  const lines = others.map((other, at) => {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    const digit = Object.assign(document.createElement("kbd"), { textContent: String(at + 1) });
    const type = other.querySelector(".event-type").cloneNode(true);
    const note = Object.assign(document.createElement("span"), { className: "quiet", textContent: other.querySelector(".note").textContent.trim() });
    button.append(digit, " ", type, " ", note);
    button.dataset.other = other.dataset.event;
    const line = document.createElement("li");
    line.append(button);
    return line;
  });
  dialog.querySelector("ol").replaceChildren(...lines);
  dialog.showModal();
  dialog.querySelector("ol button").focus();
}

export function otherByDigit(press) {
  const dialog = bench.querySelector("#join[open]");
  if (!dialog || !/^(Digit|Numpad)[1-9]$/.test(press.code)) return false;
  dialog.querySelectorAll("ol button")[Number(press.code.at(-1)) - 1]?.click();
  return true;
}

export async function joined(otherId) {
  bench.querySelector("#join").close();
  const eventId = active().dataset.event;
  await sent();
  const [version, otherVersion] = [eventId, otherId].map((name) => data.events[name].version);
  const body = { event_id: eventId, version, other_id: otherId, other_version: otherVersion };
  const answer = await post("/api/decisions/join", body).catch(() => null);
  if (!answer) return say("unreachable");
  if (!answer.ok) return refused(answer, eventId);
  await reload(addressOf(eventId));
}

export async function history() {
  const [event, cell] = [active(), current()];
  if (!cell) return;
  await sent();
  const label = cell.querySelector(".label").textContent;
  const restored = (told) => {
    data.events[told.event_id].version = told.version;
    setCell(event, cell.dataset.cell, told.cells[cell.dataset.cell]);
    setState(event, told.state, told.is_flagged);
  };
  await showHistory(event.dataset.event, cell.dataset.cell, label, "decides" in bench.dataset ? restored : null);
}
