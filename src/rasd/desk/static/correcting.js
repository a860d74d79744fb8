// Correcting a cell and adding an event, by the words that are selected in the text.

import { active, addressOf, bench, current, focus, lights, say, spansOf, whenPlaced } from "./bench.js";
import { decide, onwards } from "./deciding.js";
import { candidates, Editor } from "./editor.js";
import { reload } from "./following.js";
import { post, sent } from "./sending.js";

let editor;

whenPlaced(() => {
  editor = new Editor(bench.querySelector("#correct"));
  bench.querySelector("#correct").addEventListener("close", () => lights.light("chosen", []));
});

/** The words that are selected in the text, as a span in code points; null where none are. */
export const selected = () => lights.selected();

const asked = () => `/api/events/${encodeURIComponent(active().dataset.event)}`;
const quotesOf = (spans) => spans.map((span) => lights.range(span).toString());

export function correct() {
  const cell = current();
  if (!cell) return;
  const event = active();
  const span = selected();
  const words = span ? [span] : spansOf(cell);
  lights.light("chosen", span ? [span] : []);
  const label = cell.querySelector(".label").textContent;
  const told = { address: asked(), cell: cell.dataset.cell, label, words, quotes: quotesOf(words) };
  editor.open(told, (chosen) => take(event, cell, chosen));
}

/** The words that are selected say the cell. Where they can be read in several ways, or in none, a person is asked. */
export async function assign() {
  const span = selected();
  if (!span) return say("selectWords");
  const cell = current();
  const event = active();
  const found = await candidates(asked(), cell.dataset.cell, [span]);
  const read = found.length === 1 ? found : found.filter((one) => one.is_read);
  if (cell !== current()) return;
  if (read.length !== 1) return correct();
  take(event, cell, { value: read[0].value, evidence: [span], adds: false });
}

function take(event, cell, { value, evidence, adds }) {
  getSelection().removeAllRanges();
  focus(cell);
  decide(event, [{ cell: cell.dataset.cell, verdict: "correct", value, evidence, adds }]);
  onwards(cell);
}

/** An event that the coder missed, by the words that are selected: its type is asked for. */
export function missed() {
  const span = selected();
  if (!span) return say("select");
  lights.light("chosen", [span]);
  const told = { address: asked(), cell: "type", label: null, words: [span], quotes: quotesOf([span]) };
  editor.open(told, async ({ value }) => {
    getSelection().removeAllRanges();
    await sent();
    const body = { report_id: bench.dataset.report, sub_event_type: value, trigger: span };
    const answer = await post("/api/missed", body).catch(() => null);
    if (!answer?.ok) return say("unreachable");
    await reload(addressOf((await answer.json()).event_id));
  });
}
