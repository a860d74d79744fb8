// One incident: the history of a cell, and its accounts taken apart where two of them are not one act.

import { showHistory } from "./history.js";

const page = document.querySelector("main.incident");
const dialog = document.querySelector("#apart");
const decides = "decides" in page.dataset;
const WAITS = 15_000; // ms, for merging
let cut = null;

const ask = (address) => fetch(address).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
const incidentOf = async (eventId) => (await ask(`/api/incidents/${encodeURIComponent(eventId)}`))?.record;

function say(name) {
  const line = dialog.querySelector(".message");
  line.textContent = name ? line.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? name : "";
}

function post(address, body) {
  const headers = { "content-type": "application/json" };
  return fetch(address, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
}

/** Until `is` holds of an answer of `look`; false: not within the time. */
async function until(look, is) {
  for (const end = performance.now() + WAITS; performance.now() < end; ) {
    if (is(await look())) return true;
    await new Promise((done) => setTimeout(done, 250));
  }
  return false;
}

/** How the incident would fall apart if an account were another act than the one that it hangs on. */
async function foretell(a, b) {
  cut = { a, b };
  say("");
  const query = new URLSearchParams({ a, b });
  const told = await ask(`/api/incidents/${encodeURIComponent(page.dataset.incident)}/apart?${query}`);
  const groups = told?.groups ?? [];
  const list = dialog.querySelector(".groups");
  const nameOf = (event) => page.querySelector(`[data-branch="${CSS.escape(event)}"] a`)?.textContent ?? event;
  list.replaceChildren(...groups.map((events) => {
    const line = document.createElement("li");
    for (const event of events) line.append(Object.assign(document.createElement("bdi"), { textContent: nameOf(event) }), " ");
    return line;
  }));
  dialog.querySelector(".large").hidden = Boolean(told?.groups);
  dialog.querySelector(".whole").hidden = groups.length !== 1;
  dialog.showModal();
}

async function takeApart({ a, b }) {
  const answer = await post("/api/judgements", { a, b, verdict: "different" });
  if (!answer?.ok) return say(answer ? (await answer.json()).error : "unreachable");
  say("waiting");
  let mine, other;
  const look = async () => ([mine, other] = [await incidentOf(b), await incidentOf(a)]);
  const isApart = await until(look, () => mine && other && mine.incident_id !== other.incident_id);
  if (!isApart) return say("slow");
  location.assign(`/incidents/${encodeURIComponent(mine.incident_id)}?apart=${encodeURIComponent(a)}`);
}

/** The judgement is taken back, and the two are one again. */
async function takeBack(eventId) {
  const answer = await post("/api/judgements/undo", {});
  if (!answer?.ok) return;
  await until(() => incidentOf(eventId), (told) => told?.incident_id === page.dataset.incident);
  location.assign(`/incidents/${encodeURIComponent(page.dataset.incident)}`);
}

/** What was put back reaches the incident a moment later. */
async function restored({ event_id: eventId }) {
  const before = (await incidentOf(eventId))?.updated_at;
  await Promise.race([
    until(() => incidentOf(eventId), (told) => told?.updated_at !== before),
    new Promise((done) => setTimeout(done, 2000)),
  ]);
  location.reload();
}

page.addEventListener("click", (click) => {
  const button = click.target.closest("button");
  if (!button) return;
  const { history, cell, label, apart, from, takeBack: back } = button.dataset;
  if (history) showHistory(history, cell, label, decides ? restored : null);
  else if (apart) foretell(apart, from);
  else if ("confirm" in button.dataset) takeApart(cut);
  else if (back) takeBack(back);
});
