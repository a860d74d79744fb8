// The bench: one report, its events as cards, and how they are shown. What is decided comes later.

import { Lights } from "./lights.js";

/** The report that is open: its element, what the page tells of it, its text. */
export let bench, data, lights;
const eager = [];

/** Have something done whenever a report is put on the bench. */
export function whenPlaced(does) {
  eager.push(does);
}

/** Put a report on the bench. */
export function place(main) {
  bench = main;
  data = JSON.parse(bench.querySelector("#data").textContent);
  lights = new Lights(bench.querySelector("#text"), data.text);
  for (const does of eager) does();
  open(active() ?? bench.querySelector(".event"));
}

export const eventsOf = (main) => [...main.querySelectorAll(".event")];
export const events = () => eventsOf(bench);
export const active = () => bench.querySelector(".event[data-open]");
export const current = () => bench.querySelector(".cell[data-current]");
export const cellsOf = (event) => [...event.querySelectorAll(".cell")];
export const saidCells = (event) => cellsOf(event).filter((cell) => !("empty" in cell.dataset));
export const openCells = (event) => saidCells(event).filter((cell) => !cell.dataset.verdict);
export const spansOf = (cell) => data.events[cell.closest(".event").dataset.event].cells[cell.dataset.cell];
/** Whether an event waits to be decided on. */
export const isWaiting = (event) => event.dataset.state === "open" && !("flagged" in event.dataset);
export const addressOf = (eventId) => `/review/${encodeURIComponent(eventId)}`;

/** One event is open, the others closed; the first cell that nobody has decided on has the focus. */
export function open(event) {
  for (const one of events()) {
    one.toggleAttribute("data-open", one === event);
    one.querySelector(".event-head").setAttribute("aria-expanded", String(one === event));
  }
  const address = addressOf(event.dataset.event);
  if (location.pathname !== address) history.replaceState(null, "", address + location.search);
  lights.light("faint", Object.values(data.events[event.dataset.event].cells).flat());
  focus(openCells(event)[0] ?? saidCells(event)[0] ?? cellsOf(event)[0]);
  event.scrollIntoView({ block: "nearest" });
}

export function focus(cell) {
  cell.querySelector(".cell-main").focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest" });
  mark(cell);
}

/** A cell is the one that keys speak of: its words are lit. */
export function mark(cell) {
  if (current() !== cell) current()?.removeAttribute("data-current");
  cell.setAttribute("data-current", "");
  lights.light("lit", spansOf(cell));
  lights.show(spansOf(cell));
}

/** The words of a problem are lit in the place of a cell's. */
export function markProblem(number) {
  const spans = data.events[active().dataset.event].problems[number];
  lights.light("lit", spans);
  lights.show(spans);
}

/** A sentence of the page, by its name, in the line for them; what is no name is said as it is. */
export function say(name, values = {}) {
  const line = bench.querySelector(".message");
  const told = name ? line.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? name : "";
  line.textContent = told.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

/** Who decided is told where it was somebody else. */
const tell = (element, by) => (element.querySelector(".by").textContent = by === bench.dataset.person ? "" : by);

export function setVerdict(cell, verdict, by = "") {
  cell.dataset.verdict = verdict;
  tell(cell, by);
  const words = cell.querySelector(".verdict");
  words.textContent = verdict ? words.getAttribute(`data-word-${verdict}`) : "";
}

/** A cell as the server has it. */
export function setCell(event, name, told) {
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
  setVerdict(cell, told.verdict, told.verdict && told.by);
  lights.light("faint", Object.values(data.events[event.dataset.event].cells).flat());
  if (cell === current()) mark(cell);
}

export function setState(event, state, isFlagged, by = "") {
  tell(event.querySelector(".event-head"), by);
  event.dataset.state = state;
  event.toggleAttribute("data-flagged", isFlagged);
  const words = event.querySelector(".state");
  words.textContent = words.getAttribute(`data-word-${isFlagged ? "flagged" : state}`);
}
