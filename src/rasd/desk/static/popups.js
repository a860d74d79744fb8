// What opens over a place. All of it is text: nothing that a report says becomes part of the page.

/** The places under a click with their first incidents, each a link. */
export function popupOf(places, types, words, most, filters) {
  const box = make("div", "");
  box.className = "map-popup";
  for (const { place, incidents } of places) {
    const [, , radius, precision, name, province, asked] = place;
    box.append(make("h2", province && province !== name ? `${name}، ${province}` : name, isArabic(name) ? undefined : "ltr"));
    if (!isArabic(name)) box.lastChild.textContent = province && province !== name ? `${name}, ${province}` : name;
    const how = words.within.replace("{what}", words.precision[precision]).replace("{number}", String(radius));
    box.append(make("p", `${how} · ${words.incidents.replace("{number}", String(incidents.length))}`));
    const list = make("ul", "");
    for (const [id, , start, end, type, killed] of incidents.slice(0, most)) {
      const link = make("a", types[type] ?? id);
      link.href = `/incidents/${encodeURIComponent(id)}`;
      const line = make("li", "");
      const day = make("bdi", start === null ? words.no_day : end && end !== start ? `${start} – ${end}` : start);
      line.append(link, " ", day);
      if (killed) line.append(" · ", make("span", words.killed.replace("{number}", String(killed))));
      list.append(line);
    }
    box.append(list);
    if (incidents.length > most) {
      const query = new URLSearchParams([...filters].filter(([key, value]) => value && key !== "at"));
      query.set("place", asked);
      const all = make("a", words.all_here);
      all.href = `/incidents?${query}`;
      box.append(all);
    }
  }
  return box;
}

const isArabic = (text) => /[\u0600-\u06ff]/.test(text);

function make(name, text, direction) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (direction) made.dir = direction;
  return made;
}
