// Adding a place or a side that no table has: what is added is chosen at once, and known from then on.

let countries;

/** Countries with their provinces, asked for once. */
async function known() {
  countries ??= (await fetch("/api/countries")).json();
  return countries;
}

const ADDRESSES = { place: "/api/places", actor: "/api/actors" };
const POSITION = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,،;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/;

/**
 * Ask for a place or a side (`what`: "place" | "actor"), named `written` so far. The value as records have it, or null
 * when nothing was added.
 */
export async function add(what, written) {
  const dialog = document.querySelector(`#adding-${what}`);
  const form = dialog.querySelector("form");
  form.reset();
  told(dialog, "");
  const isArabic = /[\u0621-\u064a]/.test(written);
  form.elements[isArabic ? "name_ar" : "name_en"].value = written;
  dialog.showModal();
  form.elements[isArabic ? "name_en" : "name_ar"].focus();
  fill(form, what);
  return new Promise((done) => {
    const end = (value) => {
      form.removeEventListener("submit", submitted);
      dialog.removeEventListener("close", closed);
      dialog.close();
      done(value);
    };
    const closed = () => end(null);
    const submitted = async (event) => {
      event.preventDefault();
      if (event.submitter?.value === "cancel") return end(null);
      const value = await send(dialog, what, new FormData(form));
      if (value !== null) end(value);
    };
    form.addEventListener("submit", submitted);
    dialog.addEventListener("close", closed);
  });
}

/** The lists of countries and provinces; they come a little later than the dialog. */
async function fill(form, what) {
  const all = await known();
  options(form.elements.country, all);
  if (what !== "place") return;
  const provinces = () => options(form.elements.admin1, all.find((one) => one.name === form.elements.country.value)?.provinces ?? []);
  form.elements.country.onchange = provinces;
  provinces();
}

async function send(dialog, what, form) {
  const body = Object.fromEntries([...form].filter(([name]) => !["position", "radius_km"].includes(name)));
  if (what === "place" && form.get("position").trim()) {
    const found = POSITION.exec(form.get("position"));
    // What is no position is sent as one that is none, so that the server says what is wrong.
    [body.latitude, body.longitude] = found ? [Number(found[1]), Number(found[2])] : [999, 999];
    body.radius_km = Number(form.get("radius_km"));
  }
  try {
    const answer = await fetch(ADDRESSES[what], {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const said = await answer.json();
    if (answer.ok) return said.value;
    told(dialog, said.sentence || said.error || dialog.dataset.failed);
    dialog.querySelector(`[name="${said.field === "latitude" || said.field === "longitude" ? "position" : said.field}"]`)?.focus();
  } catch {
    told(dialog, dialog.dataset.failed);
  }
  return null;
}

function told(dialog, sentence) {
  const fault = dialog.querySelector(".fault");
  fault.textContent = sentence;
  fault.hidden = !sentence;
}

/** The choices of a list; the first of it, which says nothing, stays. */
function options(select, choices) {
  select.replaceChildren(
    select.options[0],
    ...choices.map(({ name, label }) => Object.assign(document.createElement("option"), { value: name, textContent: label })),
  );
  select.value = "";
}
