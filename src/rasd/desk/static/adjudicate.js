// Two codings of a report: keys walk from conflict to conflict and take the one, the other, or a third thing. The words
// of the first are lit, those of the second underlined, so that both can be read where they are the same.

import { Editor } from "./editor.js";
import { listen } from "./keys.js";
import { Lights } from "./lights.js";

const page = document.querySelector("main.codings");
const data = JSON.parse(page.querySelector("#data").textContent);
const lights = new Lights(page.querySelector("#text"), data.text);
const editor = new Editor(page.querySelector("#correct"));
const decides = "decides" in page.dataset;

const events = () => [...page.querySelectorAll(".event")];
const active = () => page.querySelector(".event[data-open]");
const current = () => page.querySelector(".conflict[data-current]");
const conflicts = (event = active()) => [...event.querySelectorAll(".conflict")];
const left = (event) => conflicts(event).filter((one) => !("decided" in one.dataset));
const told = (event = active()) => data.events[event.dataset.event];
const addressOf = (eventId) => `/review/${encodeURIComponent(eventId)}/both`;

/** One event is open, the others closed; its first conflict that is left has the focus. */
function open(event) {
  for (const one of events()) {
    one.toggleAttribute("data-open", one === event);
    one.querySelector(".event-head").setAttribute("aria-expanded", String(one === event));
  }
  if (location.pathname !== addressOf(event.dataset.event)) history.replaceState(null, "", addressOf(event.dataset.event));
  lights.light("faint", told(event).words);
  const first = left(event)[0] ?? conflicts(event)[0];
  if (first) focus(first);
  else {
    current()?.removeAttribute("data-current");
    for (const name of ["one", "two"]) lights.light(name, []);
    event.querySelector(".event-head").focus({ preventScroll: true });
  }
  event.scrollIntoView({ block: "nearest" });
}

/** A conflict is the one that keys speak of: the words of both are lit, each in its own way. */
function focus(conflict) {
  if (current() !== conflict) current()?.removeAttribute("data-current");
  conflict.setAttribute("data-current", "");
  conflict.focus({ preventScroll: true });
  conflict.scrollIntoView({ block: "nearest" });
  const [one, two] = told().cells[conflict.dataset.cell];
  lights.light("one", one);
  lights.light("two", two);
  lights.show([...one, ...two]);
}

function step(by) {
  const all = conflicts();
  if (all.length) focus(all[Math.min(Math.max(all.indexOf(current()) + by, 0), all.length - 1)]);
}

function item(by) {
  const all = events();
  const other = all[all.indexOf(active()) + by];
  if (other) open(other);
}

function say(name, values = {}) {
  const line = page.querySelector(".message");
  const words = name ? line.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? name : "";
  line.textContent = words.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

async function post(address, body) {
  const headers = { "content-type": "application/json" };
  try {
    return await fetch(address, { method: "POST", headers, body: JSON.stringify(body), keepalive: true });
  } catch {
    return null;
  }
}

/** What is picked goes out one behind the other, since each is decided on what the one before it left. */
let sending = Promise.resolve(null);

function send(event, picks) {
  say("");
  sending = sending.then(async () => {
    const body = { event_id: event.dataset.event, version: told(event).version, picks };
    const answer = await post("/api/adjudications", body);
    if (!answer) return say("unreachable");
    const state = await answer.json();
    if (answer.ok) {
      show(event, state);
      return state;
    }
    say(typeof state.error === "string" ? state.error : "unreachable");
    if (answer.status === 409) location.reload();
  });
  return sending;
}

/** An event as the server has it now. */
function show(event, { version, state, decided, left: names }) {
  told(event).version = version;
  event.dataset.state = state;
  for (const one of conflicts(event)) {
    const words = decided[one.dataset.cell];
    one.toggleAttribute("data-decided", Boolean(words));
    one.querySelector(".decided-text").textContent = words;
  }
  const line = event.querySelector(".state");
  line.textContent = line.getAttribute(`data-word-${state}`).replace("{number}", names.length);
}

async function pick(how, more = {}) {
  const [event, conflict] = [active(), current()];
  if (!decides || !event || !conflict) return;
  if (!(await send(event, [{ cell: conflict.dataset.cell, pick: how, ...more }]))) return;
  const all = conflicts(event);
  const behind = [...all.slice(all.indexOf(conflict) + 1), ...all];
  focus(behind.find((one) => !("decided" in one.dataset)) ?? conflict);
}

function correct() {
  const conflict = current();
  if (!decides || !conflict?.dataset.cell) return;
  const span = lights.selected();
  const spans = span ? [span] : told().cells[conflict.dataset.cell].flat();
  const words = [...new Map(spans.map((one) => [one.join(), one])).values()];
  lights.light("chosen", span ? [span] : []);
  const address = `/api/events/${encodeURIComponent(active().dataset.event)}`;
  const label = conflict.querySelector(".label").textContent;
  const quotes = words.map((one) => lights.range(one).toString());
  editor.open({ address, cell: conflict.dataset.cell, label, words, quotes }, ({ value, evidence }) => {
    getSelection().removeAllRanges();
    focus(conflict);
    pick("other", { value, evidence });
  });
  // What is added to the places that there are is added to those of neither.
  page.querySelector("#correct-adds").closest("label").hidden = true;
}

async function finish() {
  const event = active();
  if (!decides || !event) return;
  await sending;
  const open_ = "conflicts" in event.dataset && event.dataset.state === "open";
  if (open_ && left(event).length) {
    focus(left(event)[0]);
    return say("still", { cells: left(event).map((one) => one.querySelector(".label").textContent).join("، ") });
  }
  const state = open_ ? await send(event, [{ cell: "", pick: "finish" }]) : await sending;
  if (open_ && !state) return;
  go(state?.next ?? waiting());
}

/** An event of this report that waits. */
const waiting = () =>
  events().find((one) => "conflicts" in one.dataset && one.dataset.state === "open")?.dataset.event ?? null;

function go(eventId) {
  if (!eventId) return say("done");
  const event = events().find((one) => one.dataset.event === eventId);
  if (event) open(event);
  else location.assign(addressOf(eventId));
}

async function undo() {
  if (!decides) return;
  await sending;
  const answer = await post("/api/undo", {});
  if (!answer?.ok) return say("unreachable");
  const { event, first, is_between_two: isBetweenTwo } = await answer.json();
  const eventId = event?.event_id ?? first;
  if (!eventId) return say("noUndo");
  location.assign(isBetweenTwo ? addressOf(eventId) : `/review/${encodeURIComponent(eventId)}`);
}

page.addEventListener("click", (click) => {
  const conflict = click.target.closest(".conflict");
  if (conflict) focus(conflict);
  const button = click.target.closest("button");
  if (button?.dataset.pick) pick(button.dataset.pick);
  else if (button?.matches(".event-head")) open(button.closest(".event"));
});

page.addEventListener("focusin", (moved) => {
  const conflict = moved.target.closest(".conflict");
  if (conflict && conflict !== current()) focus(conflict);
});

listen(
  {
    first: () => pick("first"),
    second: () => pick("second"),
    correct,
    not_said: () => current()?.dataset.cell && pick("not_said"),
    undo,
    finish,
    down: () => step(1),
    up: () => step(-1),
    next_item: () => item(1),
    previous_item: () => item(-1),
  },
  { beforeButton: () => current()?.focus({ preventScroll: true }) },
);

document.querySelector("#correct").addEventListener("close", () => lights.light("chosen", []));
addEventListener("popstate", () => location.reload());
open(active() ?? page.querySelector(".event"));
