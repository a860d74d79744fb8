// What a person decides shows at once and is sent behind, one decision behind the other, since each is made on what the
// one before it left.

import {
  active, addressOf, bench, cellsOf, current, data, events, focus, isWaiting, open, openCells, saidCells, say, setCell, setState,
  setVerdict,
} from "./bench.js";
import { go, onward, reload } from "./following.js";
import { inTurn, post, sent } from "./sending.js";

/** What the server refuses is shown as it is there. */
export function decide(event, marks) {
  say("");
  for (const { cell, verdict } of marks) {
    if (cell) setVerdict(event.querySelector(`[data-cell="${cell}"]`), verdict);
    if (cell && event.dataset.state === "accepted") setState(event, "open", "flagged" in event.dataset);
    if (!cell && verdict === "accept") setState(event, "accepted", "flagged" in event.dataset);
    if (!cell && verdict === "reject") setState(event, "rejected", "flagged" in event.dataset);
    if (!cell && verdict.endsWith("flag")) {
      setState(event, event.dataset.state, verdict === "flag", event.querySelector(".event-head .by").textContent);
    }
  }
  const told = data.events[event.dataset.event];
  return inTurn(() => send(event, told, marks));
}

/** ``told`` is what the page knows of the event, whose report may have left the bench since. */
async function send(event, told, marks) {
  const body = { event_id: event.dataset.event, version: told.version, marks };
  let answer;
  try {
    answer = await post("/api/decisions", body);
  } catch {
    say("unreachable");
    return false;
  }
  if (answer.ok) {
    const state = await answer.json();
    told.version = state.version;
    if (!bench.contains(event)) return true;
    for (const { cell, verdict } of marks) if (["correct", "not_said"].includes(verdict)) setCell(event, cell, state.cells[cell]);
    return true;
  }
  await refused(answer, event.dataset.event);
  return false;
}

/** What the server refused is shown as it is there, and why. */
export async function refused(answer, eventId) {
  const why = await answer.json();
  await reload(addressOf(eventId));
  if (answer.status === 409) meanwhile(why);
  else say(typeof why.error === "string" ? why.error : "unreachable");
}

/** Whoever decided on what somebody else has changed is shown how it differs now. */
function meanwhile({ changes, is_recoded: isRecoded }) {
  const dialog = bench.querySelector("#meanwhile");
  const lines = changes.map(({ by, cell, verdict, value }) => {
    const line = document.createElement("li");
    for (const part of [by, cell, verdict, value].filter(Boolean)) {
      line.append(Object.assign(document.createElement("bdi"), { textContent: part }), " ");
    }
    return line;
  });
  dialog.querySelector("ul").replaceChildren(...lines);
  dialog.querySelector(".recoded").hidden = !isRecoded;
  dialog.showModal();
}

// -- cells ------------------------------------------------------------------------------------------------------------

export function accept() {
  const cell = current();
  if (!cell || "empty" in cell.dataset) return;
  decide(active(), [{ cell: cell.dataset.cell, verdict: "accept" }]);
  onwards(cell);
}

/** The next cell that is open, the ones before this at last. */
export function onwards(cell) {
  const cells = saidCells(active());
  const behind = [...cells.slice(cells.indexOf(cell) + 1), ...cells];
  const next = behind.find((one) => !one.dataset.verdict);
  if (next) focus(next);
}

export function acceptAll() {
  const event = active();
  const left = openCells(event);
  const clear = left.filter((cell) => !("problem" in cell.dataset));
  if (clear.length) decide(event, clear.map((cell) => ({ cell: cell.dataset.cell, verdict: "accept" })));
  const doubted = left.find((cell) => "problem" in cell.dataset);
  if (doubted) {
    focus(doubted);
    say("problems");
  }
}

export function notSaid() {
  const cell = current();
  if (!cell) return;
  decide(active(), [{ cell: cell.dataset.cell, verdict: "not_said" }]);
  onwards(cell);
}

/** A reason is asked for, of the cell or of the whole event. */
export function reject(which) {
  const cell = which === "cell" && current();
  if (which === "cell" && (!cell || "empty" in cell.dataset)) return;
  const dialog = bench.querySelector("#why");
  const title = dialog.querySelector("#why-title");
  title.textContent = title.getAttribute(`data-word-${which}`);
  for (const list of dialog.querySelectorAll(".reasons")) list.hidden = list.dataset.which !== which;
  dialog.dataset.which = which;
  dialog.showModal();
  dialog.querySelector(".reasons:not([hidden]) button").focus();
}

/** A digit takes the reason that has its number; whether there is one for what was pressed. */
export function reasonByDigit(press) {
  const dialog = bench.querySelector("#why[open]");
  if (!dialog || !/^(Digit|Numpad)[1-9]$/.test(press.code)) return false;
  dialog.querySelectorAll(".reasons:not([hidden]) button")[Number(press.code.at(-1)) - 1]?.click();
  return true;
}

export function rejected(reason) {
  const dialog = bench.querySelector("#why");
  const isWhole = dialog.dataset.which === "event";
  dialog.close();
  const cell = current();
  const event = active();
  decide(event, [{ cell: isWhole ? "" : cell.dataset.cell, verdict: "reject", reason }]);
  if (isWhole) next(event);
  else {
    focus(cell);
    onwards(cell);
  }
}

// -- events -----------------------------------------------------------------------------------------------------------

export function flag() {
  const event = active();
  decide(event, [{ cell: "", verdict: "flagged" in event.dataset ? "unflag" : "flag" }]);
}

export async function finish() {
  const event = active();
  const left = openCells(event);
  if (left.length) {
    focus(left[0]);
    return say("open", { cells: left.map((cell) => cell.querySelector(".label").textContent).join("، ") });
  }
  if (event.dataset.state === "open") decide(event, [{ cell: "", verdict: "accept" }]);
  await next(event);
}

/** The next event that is open: in this report, or else the first of the one behind it. */
async function next(event) {
  const all = events();
  const at = all.indexOf(event);
  const waiting = [...all.slice(at + 1), ...all.slice(0, at)];
  const open_ = waiting.find(isWaiting);
  if (open_) return open(open_);
  await onward();
}

export async function undo() {
  await sent();
  let answer;
  try {
    answer = await post("/api/undo", {});
  } catch {
    return say("unreachable");
  }
  const { event: told, first, also = [] } = answer.ok ? await answer.json() : {};
  if (!told) {
    // What was added is gone with its adding.
    if (!first) return say("noUndo");
    await reload(addressOf(first));
    return say("undone");
  }
  const event = bench.querySelector(`.event[data-event="${CSS.escape(told.event_id)}"]`);
  if (also.length) await reload(addressOf(told.event_id));
  else if (event) {
    const changed = cellsOf(event).filter((cell) => cell.dataset.verdict !== told.cells[cell.dataset.cell].verdict);
    data.events[told.event_id].version = told.version;
    for (const name of Object.keys(told.cells)) setCell(event, name, told.cells[name]);
    setState(event, told.state, told.is_flagged, told.decided_by);
    if (event !== active()) open(event);
    if (changed.length) focus(changed[0]);
  } else await go(addressOf(told.event_id), { isFresh: true });
  say("undone");
}
