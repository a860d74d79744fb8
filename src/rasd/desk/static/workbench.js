// The workbench: cells light their words, words lead to their cells, keys decide. Keys go by their place on the keyboard
// (KeyboardEvent.code), so that they work whatever language it types.

import { Editor } from "./editor.js";
import { Lights } from "./lights.js";

let bench, data, lights, editor;
/** Decisions go out one behind the other, since each is made on what the one before it left. */
let sending = Promise.resolve();
/** Pages of the reports behind and before this one, by address, as they come. */
const fetched = new Map();

const active = () => bench.querySelector(".event[data-open]");
const cellsOf = (event) => [...event.querySelectorAll(".cell")];
const saidCells = (event) => cellsOf(event).filter((cell) => !("empty" in cell.dataset));
const openCells = (event) => saidCells(event).filter((cell) => !cell.dataset.verdict);
const current = () => bench.querySelector(".cell[data-current]");

// -- showing ----------------------------------------------------------------------------------------------------------

function begin(main) {
  bench = main;
  data = JSON.parse(bench.querySelector("#data").textContent);
  lights = new Lights(bench.querySelector("#text"), data.text);
  lights.element.addEventListener("click", (click) => toCell(lights.at(click.clientX, click.clientY)));
  editor = new Editor(bench.querySelector("#correct"));
  bench.querySelector("#correct").addEventListener("close", () => lights.light("chosen", []));
  bench.addEventListener("click", clicked);
  bench.addEventListener("focusin", (focus) => focus.target.closest(".cell") && mark(focus.target.closest(".cell")));
  open(active() ?? bench.querySelector(".event"));
  claim();
  for (const address of [bench.dataset.next, bench.dataset.previous]) prefetch(address);
}

function open(event) {
  for (const one of bench.querySelectorAll(".event")) {
    one.toggleAttribute("data-open", one === event);
    one.querySelector(".event-head").setAttribute("aria-expanded", String(one === event));
  }
  const address = `/review/${encodeURIComponent(event.dataset.event)}`;
  if (location.pathname !== address) history.replaceState(null, "", address + location.search);
  const spans = Object.values(data.events[event.dataset.event].cells).flat();
  lights.light("faint", spans);
  const cell = openCells(event)[0] ?? saidCells(event)[0];
  focus(cell);
  event.scrollIntoView({ block: "nearest" });
}

function focus(cell) {
  cell.querySelector(".cell-main").focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest" });
  mark(cell);
}

/** A cell is the one that keys speak of: its words are lit. */
function mark(cell) {
  if (current() !== cell) current()?.removeAttribute("data-current");
  cell.setAttribute("data-current", "");
  const event = cell.closest(".event");
  const spans = data.events[event.dataset.event].cells[cell.dataset.cell];
  lights.light("lit", spans);
  lights.show(spans);
}

function say(name, values = {}) {
  const line = bench.querySelector(".message");
  const told = name ? line.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? name : "";
  line.textContent = told.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

function setVerdict(cell, verdict) {
  cell.dataset.verdict = verdict;
  const words = cell.querySelector(".verdict");
  words.textContent = verdict ? words.getAttribute(`data-word-${verdict}`) : "";
}

/** A cell as the server has it. */
function setCell(event, name, told) {
  data.events[event.dataset.event].cells[name] = told.spans;
  const cell = event.querySelector(`[data-cell="${name}"]`);
  cell.toggleAttribute("data-empty", !told.is_said);
  cell.querySelector(".cell-main").tabIndex = told.is_said ? 0 : -1;
  const value = cell.querySelector(".value");
  const text = document.createElement(told.text ? "bdi" : "span");
  text.textContent = told.text || value.dataset.nothing;
  text.dir = "auto";
  value.replaceChildren(text);
  const quotes = told.quotes.map((quote) => Object.assign(document.createElement("q"), { textContent: quote, dir: "auto" }));
  const quote = cell.querySelector(".quote");
  quote.replaceChildren(...quotes.flatMap((one) => [one, " "]));
  if (told.text && !quotes.length) quote.append(Object.assign(document.createElement("em"), { textContent: quote.dataset.wordless }));
  setVerdict(cell, told.verdict);
  lights.light("faint", Object.values(data.events[event.dataset.event].cells).flat());
  if (cell === current()) mark(cell);
}

function setState(event, state, isFlagged) {
  event.dataset.state = state;
  event.toggleAttribute("data-flagged", isFlagged);
  const words = event.querySelector(".state");
  words.textContent = words.getAttribute(`data-word-${isFlagged ? "flagged" : state}`);
}

// -- moving -----------------------------------------------------------------------------------------------------------

/** Arrows go to the empty cells too: what the coder missed is put there. */
function step(by) {
  const cells = cellsOf(active());
  const at = cells.indexOf(current());
  focus(cells[Math.min(Math.max(at + by, 0), cells.length - 1)]);
}

function item(by) {
  const events = [...bench.querySelectorAll(".event")];
  const other = events[events.indexOf(active()) + by];
  if (other) open(other);
  else go(by > 0 ? bench.dataset.next : bench.dataset.previous);
}

/** The cell whose words stand at a code point: the closest fitting one of the open event, or else of another. */
function toCell(point) {
  if (point === null || !getSelection().isCollapsed) return;
  const events = [active(), ...bench.querySelectorAll(".event:not([data-open])")];
  for (const event of events) {
    const found = cellsOf(event)
      .flatMap((cell) => data.events[event.dataset.event].cells[cell.dataset.cell].map((span) => [cell, span]))
      .filter(([, [start, end]]) => start <= point && point < end)
      .sort(([, one], [, other]) => one[1] - one[0] - (other[1] - other[0]));
    if (found.length) {
      if (event !== active()) open(event);
      // Where several cells rest on the same words, another click goes on to the next.
      const alike = found.filter(([, [start, end]]) => end - start === found[0][1][1] - found[0][1][0]);
      const at = alike.findIndex(([cell]) => cell === current());
      focus(alike[(at + 1) % alike.length][0]);
      return;
    }
  }
}

function prefetch(address) {
  if (!address || fetched.has(address)) return;
  const page = fetch(address, { headers: { accept: "text/html" } }).then((answer) => (answer.ok ? answer.text() : null));
  fetched.set(address, page.catch(() => null));
}

/** Another report in the place of this one; without an address there is none left. */
async function go(address, { isSame = false } = {}) {
  if (!address) return say("done");
  prefetch(address);
  const html = await fetched.get(address);
  fetched.clear();
  const main = html && new DOMParser().parseFromString(html, "text/html");
  if (!main?.querySelector("main.bench")) return location.assign(address);
  document.title = main.title;
  bench.replaceWith(document.adoptNode(main.querySelector("main.bench")));
  history[isSame ? "replaceState" : "pushState"](null, "", address);
  begin(document.querySelector("main.bench"));
}

// -- deciding ---------------------------------------------------------------------------------------------------------

/** What is decided shows at once and is sent behind; what the server refuses is shown as it is there. */
function decide(event, marks) {
  say("");
  for (const { cell, verdict } of marks) {
    if (cell) setVerdict(event.querySelector(`[data-cell="${cell}"]`), verdict);
    if (cell && event.dataset.state === "accepted") setState(event, "open", "flagged" in event.dataset);
    if (!cell && verdict === "accept") setState(event, "accepted", "flagged" in event.dataset);
    if (!cell && verdict === "reject") setState(event, "rejected", "flagged" in event.dataset);
    if (!cell && verdict.endsWith("flag")) setState(event, event.dataset.state, verdict === "flag");
  }
  sending = sending.then(() => send(event, marks));
  return sending;
}

async function send(event, marks) {
  const told = data.events[event.dataset.event];
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
    for (const { cell, verdict } of marks) if (["correct", "not_said"].includes(verdict)) setCell(event, cell, state.cells[cell]);
    return true;
  }
  const why = await answer.json();
  await reload(addressOf(event));
  if (answer.status === 409) meanwhile(why);
  else say(typeof why.error === "string" ? why.error : "unreachable");
  return false;
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

function post(address, body) {
  const headers = { "content-type": "application/json" };
  return fetch(address, { method: "POST", headers, body: JSON.stringify(body), keepalive: true });
}

/** The same report, as it is on the server. */
async function reload(address) {
  fetched.delete(address);
  await go(address, { isSame: true });
}

function accept() {
  const cell = current();
  if (!cell || "empty" in cell.dataset) return;
  decide(active(), [{ cell: cell.dataset.cell, verdict: "accept" }]);
  onwards(cell);
}

/** The next cell that is open, the ones before this at last. */
function onwards(cell) {
  const cells = saidCells(active());
  const behind = [...cells.slice(cells.indexOf(cell) + 1), ...cells];
  const next = behind.find((one) => !one.dataset.verdict);
  if (next) focus(next);
}

function acceptAll() {
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

function reject(isWhole) {
  const cell = isWhole ? null : current();
  if (!isWhole && (!cell || "empty" in cell.dataset)) return;
  const dialog = bench.querySelector("#why");
  const which = isWhole ? "event" : "cell";
  const title = dialog.querySelector("#why-title");
  title.textContent = title.getAttribute(`data-word-${which}`);
  for (const list of dialog.querySelectorAll(".reasons")) list.hidden = list.dataset.which !== which;
  dialog.dataset.which = which;
  dialog.showModal();
  dialog.querySelector(".reasons:not([hidden]) button").focus();
}

function rejected(reason) {
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

/** The words that are selected in the text, as a span in code points; null where none are. */
function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const node = lights.element.firstChild;
  if (range.startContainer !== node || range.endContainer !== node) return null;
  const text = range.toString();
  const start = range.startOffset + (text.length - text.trimStart().length);
  const end = range.endOffset - (text.length - text.trimEnd().length);
  return start < end ? [lights.offsets.point(start), lights.offsets.point(end)] : null;
}

function correct() {
  const cell = current();
  if (!cell) return;
  const event = active();
  const span = selected();
  const words = span ? [span] : data.events[event.dataset.event].cells[cell.dataset.cell];
  lights.light("chosen", span ? [span] : []);
  const quotes = words.map((one) => lights.range(one).toString());
  const address = `/api/events/${encodeURIComponent(event.dataset.event)}`;
  const label = cell.querySelector(".label").textContent;
  editor.open({ address, cell: cell.dataset.cell, label, words, quotes }, ({ value, evidence, adds }) => {
    getSelection().removeAllRanges();
    focus(cell);
    decide(event, [{ cell: cell.dataset.cell, verdict: "correct", value, evidence, adds }]);
    onwards(cell);
  });
}

/** An event that the coder missed, by the words that are selected: its type is asked for. */
function missed() {
  const span = selected();
  if (!span) return say("select");
  lights.light("chosen", [span]);
  const address = `/api/events/${encodeURIComponent(active().dataset.event)}`;
  const quotes = [lights.range(span).toString()];
  const told = { address, cell: "type", label: null, words: [span], quotes };
  editor.open(told, async ({ value }) => {
    getSelection().removeAllRanges();
    await sending;
    const body = { report_id: bench.dataset.report, sub_event_type: value, trigger: span };
    const answer = await post("/api/missed", body).catch(() => null);
    if (!answer?.ok) return say("unreachable");
    await reload(`/review/${encodeURIComponent((await answer.json()).event_id)}`);
  });
}

/** The report is this person's while it is open; who else has it is told. */
async function claim() {
  clearTimeout(claim.again);
  const answer = await post("/api/leases", { report_id: bench.dataset.report }).catch(() => null);
  if (!answer?.ok) return;
  const { held_by: name, seconds } = await answer.json();
  if (name) say("held", { name });
  claim.again = setTimeout(claim, seconds * 1000);
}

function notSaid() {
  const cell = current();
  if (!cell) return;
  decide(active(), [{ cell: cell.dataset.cell, verdict: "not_said" }]);
  onwards(cell);
}

const addressOf = (event) => `/review/${encodeURIComponent(event.dataset.event)}`;

function flag() {
  const event = active();
  decide(event, [{ cell: "", verdict: "flagged" in event.dataset ? "unflag" : "flag" }]);
}

async function finish() {
  const event = active();
  const left = openCells(event);
  if (left.length) {
    focus(left[0]);
    return say("open", { cells: left.map((cell) => cell.querySelector(".label").textContent).join("، ") });
  }
  if (event.dataset.state === "open") decide(event, [{ cell: "", verdict: "accept" }]);
  await next(event);
}

/** The next event that is open: in this report, or else the first of the next one, once all is saved. */
async function next(event) {
  const events = [...bench.querySelectorAll(".event")];
  const at = events.indexOf(event);
  const waiting = [...events.slice(at + 1), ...events.slice(0, at)];
  const open_ = waiting.find((one) => one.dataset.state === "open" && !("flagged" in one.dataset));
  if (open_) return open(open_);
  if ((await sending) === false) return;
  const answer = await fetch(`/api/events/${encodeURIComponent(event.dataset.event)}/next`);
  const told = answer.ok ? (await answer.json()).event_id : null;
  await go(told && `/review/${encodeURIComponent(told)}`);
}

async function undo() {
  await sending;
  let answer;
  try {
    answer = await post("/api/undo", {});
  } catch {
    return say("unreachable");
  }
  const { event: told, first } = answer.ok ? await answer.json() : {};
  if (!told) {
    // What was added is gone with its adding.
    if (!first) return say("noUndo");
    await reload(`/review/${encodeURIComponent(first)}`);
    return say("undone");
  }
  const event = bench.querySelector(`.event[data-event="${CSS.escape(told.event_id)}"]`);
  if (event) {
    const changed = cellsOf(event).filter((cell) => cell.dataset.verdict !== told.cells[cell.dataset.cell].verdict);
    data.events[told.event_id].version = told.version;
    for (const name of Object.keys(told.cells)) setCell(event, name, told.cells[name]);
    setState(event, told.state, told.is_flagged);
    if (event !== active()) open(event);
    if (changed.length) focus(changed[0]);
  } else await go(`/review/${encodeURIComponent(told.event_id)}`);
  say("undone");
}

function help() {
  const dialog = bench.querySelector("#keys");
  if (dialog.open) dialog.close();
  else dialog.showModal();
}

// -- keys and clicks --------------------------------------------------------------------------------------------------

const KEYS = {
  KeyA: accept,
  "Shift+KeyA": acceptAll,
  KeyX: () => reject(false),
  "Shift+KeyX": () => reject(true),
  KeyE: correct,
  KeyN: notSaid,
  KeyM: missed,
  KeyF: flag,
  KeyU: undo,
  KeyJ: () => item(1),
  KeyK: () => item(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  "Ctrl+Enter": finish,
  "Ctrl+NumpadEnter": finish,
  "Shift+Slash": help,
};

const ACTIONS = { accept, acceptAll, reject: () => reject(false), correct, notSaid, missed, flag, undo, finish, help };

document.addEventListener("keydown", (press) => {
  if (press.isComposing || press.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const dialog = bench.querySelector("dialog[open]");
  if (dialog) {
    if (dialog.id === "why" && /^(Digit|Numpad)[1-9]$/.test(press.code)) {
      const buttons = dialog.querySelectorAll(".reasons:not([hidden]) button");
      buttons[Number(press.code.at(-1)) - 1]?.click();
      press.preventDefault();
    }
    return;
  }
  if (press.altKey || press.metaKey) return;
  const name = `${press.ctrlKey ? "Ctrl+" : ""}${press.shiftKey ? "Shift+" : ""}${press.code}`;
  // An Arabic keyboard has its question mark elsewhere.
  const does = KEYS[name] ?? (press.key === "?" || press.key === "؟" ? help : null);
  if (!does) return;
  press.preventDefault();
  does();
});

function clicked(click) {
  const button = click.target.closest("button");
  if (!button) return;
  if (button.dataset.do) {
    // The toolbar speaks of the cell that was in focus.
    const cell = current();
    if (cell && button.dataset.do !== "help") cell.querySelector(".cell-main").focus({ preventScroll: true });
    ACTIONS[button.dataset.do]();
  } else if (button.dataset.reason) rejected(button.dataset.reason);
  else if (button.matches(".event-head")) open(button.closest(".event"));
  else if (button.matches(".problem")) {
    const spans = data.events[active().dataset.event].problems[Number(button.dataset.problem)];
    lights.light("lit", spans);
    lights.show(spans);
  }
}

addEventListener("popstate", () => location.reload());
begin(document.querySelector("main.bench"));
