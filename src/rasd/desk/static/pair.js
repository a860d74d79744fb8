// Two events side by side: a cell lights its words in both texts; a digit says what the two are to one another.

import { listen } from "./keys.js";
import { Lights } from "./lights.js";

const page = document.querySelector("main.pair-page");
const data = JSON.parse(page.querySelector("#data").textContent);
const texts = [...page.querySelectorAll(".report-text")].map((element, side) => new Lights(element, data.texts[side]));
const rows = [...page.querySelectorAll("tr[data-cell]")];
let current = -1;

function light(name, cells) {
  if (!window.CSS?.highlights) return;
  const ranges = cells.flatMap((cell) => texts.flatMap((text, side) => data.cells[cell][side].map((span) => text.range(span))));
  const highlight = new Highlight(...ranges);
  highlight.priority = name === "lit" ? 1 : 0;
  CSS.highlights.set(name, highlight);
}

function focus(at) {
  current = Math.min(Math.max(at, 0), rows.length - 1);
  for (const row of rows) row.toggleAttribute("data-current", row === rows[current]);
  const cell = rows[current].dataset.cell;
  light("lit", [cell]);
  texts.forEach((text, side) => text.show(data.cells[cell][side]));
  rows[current].querySelector("button").focus({ preventScroll: true });
}

function say(name) {
  const line = page.querySelector(".message");
  line.textContent = line.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? name;
}

async function post(address, body) {
  const headers = { "content-type": "application/json" };
  try {
    return await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  } catch {
    return null;
  }
}

const addressOf = ([one, other]) => `/duplicates/${encodeURIComponent(one)}/${encodeURIComponent(other)}`;

let isSending = false;

async function judge(verdict) {
  if (isSending) return;
  isSending = true;
  const [a, b] = data.events;
  const answer = await post("/api/judgements", { a, b, verdict });
  isSending = false;
  if (!answer) return say("unreachable");
  const told = await answer.json();
  if (!answer.ok) return say(typeof told.error === "string" ? told.error : "unreachable");
  location.assign(told.next ? addressOf(told.next) : "/duplicates");
}

async function undo() {
  const answer = await post("/api/judgements/undo", {});
  if (!answer?.ok) return say("unreachable");
  const { pair } = await answer.json();
  if (!pair) return say("noUndo");
  location.assign(addressOf(pair));
}

const verdicts = ["same", "different", "related", "unsure"].map((verdict) => [verdict, () => judge(verdict)]);
listen({ ...Object.fromEntries(verdicts), undo, down: () => focus(current + 1), up: () => focus(current - 1) });

page.addEventListener("click", (click) => {
  const row = click.target.closest("tr[data-cell]");
  if (row) focus(rows.indexOf(row));
});

page.addEventListener("focusin", (moved) => {
  const row = moved.target.closest("tr[data-cell]");
  if (row && rows.indexOf(row) !== current) focus(rows.indexOf(row));
});

light("faint", Object.keys(data.cells));
focus(Math.max(rows.findIndex((row) => row.dataset.how === "differs"), 0));
