// The map and the timeline of incidents: one chooses for the other, and the address says what is shown. Whatever they show
// stands in the table below them too, which the server writes.

import { dayNumber } from "./days.js";
import { above, circle, ground } from "./layers.js";
import { popupOf } from "./popups.js";
import { Timeline } from "./timeline.js";

const WIDEST = 13; // zoom
const LISTED = 8;

const words = JSON.parse(document.querySelector("#map-words").textContent);
const place = document.querySelector("#map");
const form = document.querySelector("#filters");
let map, told, timeline, popup;
/** Incidents of each place, and all that are dated, within the chosen time. */
let byPlace = new Map();

// -- what is chosen ---------------------------------------------------------------------------------------------------

const bound = (name) => (form.elements[name].value ? dayNumber(form.elements[name].value) : null);

/** An incident is within the time when its days overlap it; one without a day only when all time is chosen. */
function isWithin([, , start, end], since, until) {
  if (since === null && until === null) return true;
  return start !== null && (since === null || dayNumber(end ?? start) >= since) && (until === null || dayNumber(start) <= until);
}

function choose(since, until) {
  form.elements.since.value = since ?? "";
  form.elements.until.value = until ?? "";
  refresh();
  renew();
}

function refresh() {
  const [since, until] = [bound("since"), bound("until")];
  byPlace = new Map();
  for (const one of told.incidents) {
    if (one[1] < 0 || !isWithin(one, since, until)) continue;
    if (!byPlace.has(one[1])) byPlace.set(one[1], []);
    byPlace.get(one[1]).push(one);
  }
  const points = [];
  const areas = [];
  for (const [number, incidents] of byPlace) {
    const [longitude, latitude, radius, precision, name] = told.places[number];
    const properties = { number, count: incidents.length, precision, name };
    points.push({ type: "Feature", properties, geometry: { type: "Point", coordinates: [longitude, latitude] } });
    areas.push({ type: "Feature", properties, geometry: circle(longitude, latitude, radius) });
  }
  map.getSource("incidents").setData({ type: "FeatureCollection", features: points });
  map.getSource("areas").setData({ type: "FeatureCollection", features: areas });
  popup?.remove();
  const span = document.querySelector("#span");
  const [from, to] = [form.elements.since.value, form.elements.until.value];
  span.textContent = from || to ? words.from_to.replace("{one}", from || "…").replace("{other}", to || "…") : "";
  document.querySelector("#all-time").hidden = !from && !to;
  timeline.choose(since, until);
  look();
}

/** Which incidents are in sight: the dark bars. */
function look() {
  const bounds = map.getBounds();
  const days = [];
  for (const [number, incidents] of byPlace) {
    if (!bounds.contains([told.places[number][0], told.places[number][1]])) continue;
    for (const one of incidents) if (one[2] !== null) days.push(dayNumber(one[2]));
  }
  timeline.show(days);
}

// -- the address and the table ----------------------------------------------------------------------------------------

function address() {
  const query = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value && name !== "at"));
  const middle = map.getCenter();
  query.set("at", [middle.lng.toFixed(4), middle.lat.toFixed(4), map.getZoom().toFixed(2)].join(","));
  return `${location.pathname}?${query}`;
}

let asking;

/** The table for what is chosen now, as the server writes it. */
async function renew() {
  history.replaceState(null, "", address());
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(location.href, { signal: asking.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["told", "as-list"]) document.getElementById(id).replaceWith(page.getElementById(id));
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

// -- the map ----------------------------------------------------------------------------------------------------------

const ask = async (path) => (await fetch(path)).json();
const happens = (name) => new Promise((done) => map.once(name, done));

/** The land is drawn before anything else has come, in rough outline; the incidents are drawn upon it, and names. */
async function begin() {
  const { static: files, names, at, language } = place.dataset;
  const query = new URLSearchParams(location.search);
  query.delete("at");
  const [rough, drawn, labels] = [`${files}/vendor/countries-110m.json`, "/map/drawn?" + query, names].map(ask);
  await Promise.all(["maplibre-gl-csp", "topojson-client"].map((name) => import(`./vendor/${name}.js`)));
  document.querySelector("#drawn").hidden = false;
  maplibregl.setWorkerUrl(`${files}/vendor/maplibre-gl-csp-worker.js`);
  const view = at ? at.split(",").map(Number) : null;
  map = new maplibregl.Map({
    container: place,
    style: ground(countries(await rough)),
    center: view ? view.slice(0, 2) : [42, 30],
    zoom: view ? view[2] : 3,
    maxZoom: WIDEST,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    locale: { "Map.Title": words.title },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  buttons();
  await happens("idle");
  place.setAttribute("data-land", "");
  timeline = new Timeline(document.querySelector("#timeline"), choose);
  document.querySelector("#all-time").addEventListener("click", () => choose(null, null));
  maplibregl.setRTLTextPlugin(`${files}/vendor/mapbox-gl-rtl-text.js`, false);
  // Labels are drawn with the fonts that are there at the time.
  const fonts = ["ابجد", "abc"].map((text) => document.fonts.load("500 16px 'IBM Plex Sans Arabic'", text));
  const [found] = await Promise.all([labels, ...fonts]);
  const { sources, layers } = above(found, language);
  for (const [name, source] of Object.entries(sources)) map.addSource(name, source);
  for (const layer of layers) map.addLayer(layer);
  told = await drawn;
  timeline.fill(told.incidents.filter((one) => one[2] !== null).map((one) => dayNumber(one[2])));
  refresh();
  if (!view) whole(0);
  map.on("moveend", () => {
    history.replaceState(null, "", address());
    look();
  });
  for (const layer of ["clusters", "counts", "single"]) {
    map.on("mouseenter", layer, () => map.getCanvas().classList.add("pointing"));
    map.on("mouseleave", layer, () => map.getCanvas().classList.remove("pointing"));
  }
  map.on("click", clicked);
  await happens("idle");
  place.setAttribute("data-ready", "");
  refine(files);
}

const countries = (borders) => topojson.feature(borders, borders.objects.countries);

/** Exact coasts and the borders of provinces come last: nobody waits for them. */
async function refine(files) {
  map.getSource("countries").setData(countries(await ask(`${files}/vendor/countries-50m.json`)));
  const borders = await ask(`${files}/provinces.json`);
  map.getSource("provinces").setData(topojson.feature(borders, borders.objects.provinces));
  await happens("idle");
  place.setAttribute("data-provinces", "");
}

function whole(duration = 400) {
  const bounds = new maplibregl.LngLatBounds();
  for (const number of byPlace.keys()) bounds.extend([told.places[number][0], told.places[number][1]]);
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 60, maxZoom: 9, duration });
}

function buttons() {
  const bar = document.createElement("div");
  bar.className = "map-buttons";
  const all = [["+", words.zoom_in, () => map.zoomIn()], ["−", words.zoom_out, () => map.zoomOut()], ["⤢", words.zoom_all, () => whole()]];
  for (const [sign, label, act] of all) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.title = label;
    button.addEventListener("click", act);
    bar.append(button);
  }
  place.append(bar);
}

async function clicked(click) {
  const found = map.queryRenderedFeatures(click.point, { layers: ["clusters", "single", "areas"] });
  const cluster = found.find((one) => one.layer.id === "clusters");
  if (cluster) {
    const source = map.getSource("incidents");
    const zoom = await source.getClusterExpansionZoom(cluster.properties.cluster_id);
    if (zoom <= WIDEST) return map.easeTo({ center: cluster.geometry.coordinates, zoom });
    const leaves = await source.getClusterLeaves(cluster.properties.cluster_id, LISTED, 0);
    return show(cluster.geometry.coordinates, leaves.map((one) => one.properties.number));
  }
  const numbers = [...new Set(found.map((one) => one.properties.number))];
  // Where areas lie over one another, the smallest are meant.
  numbers.sort((one, other) => told.places[one][2] - told.places[other][2]);
  if (numbers.length) show(told.places[numbers[0]].slice(0, 2), numbers.slice(0, LISTED));
}

function show(at, numbers) {
  popup?.remove();
  const places = numbers.map((number) => ({ place: told.places[number], incidents: byPlace.get(number) ?? [] }));
  popup = new maplibregl.Popup({ maxWidth: "22rem", closeButton: false, focusAfterOpen: true })
    .setLngLat(at)
    .setDOMContent(popupOf(places, told.types, words, LISTED, new URLSearchParams(new FormData(form))))
    .addTo(map);
}

function fail() {
  document.querySelector("#drawn").hidden = true;
  document.querySelector("#no-map").hidden = false;
}

/** The map needs WebGL 2; where there is none, the table says the same. */
if (document.createElement("canvas").getContext("webgl2")) {
  begin().catch((error) => {
    fail();
    throw error;
  });
} else fail();
