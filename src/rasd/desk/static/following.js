// From report to report. The one behind this is fetched while this is read, and is on the bench at once when its turn
// comes; what was decided is saved meanwhile. It becomes this person's only when it is opened: then it turns out whether
// somebody else has it, or has changed it since it was fetched.

import { addressOf, bench, data, eventsOf, isWaiting, place, say, whenPlaced } from "./bench.js";
import { post, sent } from "./sending.js";

/** Pages of the reports behind and before this one, by address, as they come. */
const fetched = new Map();
/** How the report on the bench came there. */
let came = { fromMemory: false, inTurn: false };
let asked = 0;

whenPlaced(() => {
  claim();
  const here = bench;
  // Once this is painted, and where one comes from is as it was left.
  requestAnimationFrame(() => setTimeout(async () => {
    await sent();
    if (here === bench) [here.dataset.next, here.dataset.previous].forEach(fetchPage);
  }));
});

function fetchPage(address) {
  if (!address || fetched.has(address)) return fetched.get(address);
  const page = fetch(address, { headers: { accept: "text/html" } })
    .then((answer) => (answer.ok ? answer.text() : ""))
    .then((html) => new DOMParser().parseFromString(html, "text/html"))
    .catch(() => null);
  fetched.set(address, page);
  return page;
}

/** Another report in the place of this one; without an address there is none left. */
export async function go(address, { isSame = false, isFresh = false, inTurn = false } = {}) {
  if (!address) return say("done");
  if (isFresh) fetched.delete(address);
  const fromMemory = fetched.has(address);
  const mine = ++asked;
  if (!fromMemory && !isSame) await sent(); // it is to be as it was left
  const page = await fetchPage(address);
  if (mine !== asked) return; // who asks last is heard
  fetched.clear();
  const main = page?.querySelector("main.bench");
  if (!main) return location.assign(address);
  document.title = page.title;
  bench.replaceWith(document.adoptNode(main));
  history[isSame ? "replaceState" : "pushState"](null, "", address);
  came = { fromMemory, inTurn };
  place(main);
}

/** The same report, as it is on the server. */
export const reload = (address) => go(address, { isSame: true, isFresh: true });

/** The report behind this one: from memory, or else the one that the server names once all is saved. */
export async function onward() {
  const { next } = bench.dataset;
  const main = (await fetched.get(next))?.querySelector("main.bench");
  if (main && eventsOf(main).some(isWaiting)) return go(next, { inTurn: true });
  if ((await sent()) === false) return;
  const answer = await fetch(`/api/events/${encodeURIComponent(bench.dataset.active)}/next`);
  const told = answer.ok ? (await answer.json()).event_id : null;
  await go(told && addressOf(told), { isFresh: true, inTurn: true });
}

/** The report is this person's while it is open. What came from memory may be somebody else's meanwhile, or be done. */
async function claim() {
  clearTimeout(claim.again);
  if (!("decides" in bench.dataset)) return;
  const [here, how, going] = [bench, came, asked];
  const seen = Object.entries(data.events).map(([id, { version }]) => [id, version]);
  const answer = await post("/api/leases", { report_id: bench.dataset.report }).catch(() => null);
  if (!answer?.ok || here !== bench) return;
  const { held_by: name, seconds, versions: now } = await answer.json();
  claim.again = setTimeout(claim, seconds * 1000);
  if (going !== asked) return; // this person is on the way to another one
  const isOther = seen.length !== Object.keys(now).length || seen.some(([id, version]) => now[id] !== version);
  if (how.fromMemory && (name || isOther)) {
    came = { ...how, fromMemory: false };
    fetched.delete(bench.dataset.next);
    if (name && how.inTurn) return onward();
    await reload(location.pathname);
    if (how.inTurn && !eventsOf(bench).some(isWaiting)) return onward();
  }
  if (name) say("held", { name });
}
