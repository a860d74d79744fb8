// The timeline: a histogram over days that a time is chosen on by dragging. Time runs from left to right in every language.

import { isoDay, steps } from "./days.js";

const HEIGHT = 96;
const FOOT = 18;

export class Timeline {
  /** `chosen` is told the ISO days of a time that a person chooses, or nulls for all time. */
  constructor(svg, chosen) {
    this.svg = svg;
    this.chosen = chosen;
    this.days = [];
    this.seen = [];
    this.span = [null, null];
    svg.addEventListener("pointerdown", (event) => this.#press(event));
    new ResizeObserver(() => this.draw()).observe(svg);
  }

  /** The days of all incidents, once. */
  fill(days) {
    this.days = days;
    this.edges = days.length ? steps(...range(days)) : [];
    this.draw();
  }

  /** The days of those that the map shows. */
  show(days) {
    this.seen = days;
    this.draw();
  }

  /** The time that is chosen, as day numbers; null is open. */
  choose(since, until) {
    this.span = [since, until];
    this.draw();
  }

  draw() {
    const { svg, edges } = this;
    const width = svg.clientWidth;
    svg.replaceChildren();
    if (!edges?.length || !width) return;
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    const all = counts(this.days, edges);
    const seen = counts(this.seen, edges);
    const most = Math.max(...all, 1);
    const each = width / all.length;
    const tall = (count) => (count ? Math.max((count / most) * (HEIGHT - FOOT - 4), 2) : 0);
    all.forEach((count, at) => {
      const inside = this.#isIn(edges[at], edges[at + 1] - 1);
      for (const [name, number] of [["bar", count], ["bar seen", seen[at]]]) {
        if (!number) continue;
        const height = tall(number);
        const place = { x: at * each + each * 0.08, y: HEIGHT - FOOT - height, width: Math.max(each * 0.84, 1), height };
        svg.append(shape(svg, "rect", { ...place, class: inside ? name : `${name} outside` }));
      }
    });
    this.#axis(width, each);
    if (this.span[0] !== null || this.span[1] !== null) {
      const [from, to] = this.#bounds().map((at) => at * each);
      svg.append(shape(svg, "rect", { x: from, y: 0, width: Math.max(to - from, 1), height: HEIGHT - FOOT, class: "brush" }));
    }
  }

  #axis(width, each) {
    const { svg, edges } = this;
    const step = Math.max(1, Math.ceil(90 / each));
    const isDaily = edges[1] - edges[0] < 28;
    svg.append(shape(svg, "line", { x1: 0, x2: width, y1: HEIGHT - FOOT, y2: HEIGHT - FOOT, class: "axis" }));
    for (let at = 0; at < edges.length - 1; at += step) {
      if (at && at * each + 70 > width) break;
      const day = isoDay(edges[at]);
      const label = shape(svg, "text", { x: at * each + 2, y: HEIGHT - 4, class: "tick" });
      label.textContent = isDaily ? day : edges[1] - edges[0] > 31 ? day.slice(0, 4) : day.slice(0, 7);
      svg.append(label);
    }
  }

  #isIn(first, last) {
    const [since, until] = this.span;
    return (since === null || last >= since) && (until === null || first <= until);
  }

  /** The chosen time as places between bars. */
  #bounds() {
    const { edges } = this;
    const [since, until] = this.span;
    const last = edges.length - 1;
    const at = (day) => {
      const next = edges.findIndex((edge) => edge > day);
      if (next <= 0) return next < 0 ? last : 0;
      return next - 1 + (day - edges[next - 1]) / (edges[next] - edges[next - 1]);
    };
    return [since === null ? 0 : at(since), until === null ? last : at(until + 1)];
  }

  #press(event) {
    if (!this.edges?.length) return;
    const bars = this.edges.length - 1;
    const barAt = (x) => {
      const box = this.svg.getBoundingClientRect();
      return Math.min(Math.max(Math.floor(((x - box.left) / box.width) * bars), 0), bars - 1);
    };
    const start = barAt(event.clientX);
    this.svg.setPointerCapture(event.pointerId);
    const move = (moved) => {
      const here = barAt(moved.clientX);
      const [from, to] = [Math.min(start, here), Math.max(start, here)];
      this.choose(this.edges[from], this.edges[to + 1] - 1);
      return [from, to];
    };
    const stop = (moved) => {
      this.svg.removeEventListener("pointermove", move);
      this.svg.removeEventListener("pointerup", end);
      this.svg.removeEventListener("pointercancel", stop);
      return moved;
    };
    const end = (moved) => {
      move(stop(moved));
      this.chosen(...this.span.map(isoDay));
    };
    this.svg.addEventListener("pointermove", move);
    this.svg.addEventListener("pointerup", end);
    this.svg.addEventListener("pointercancel", stop);
    event.preventDefault();
  }
}

function shape(svg, name, attributes) {
  const made = document.createElementNS(svg.namespaceURI, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** The least and the greatest; spreading many days over Math.min would overflow the stack. */
function range(days) {
  let [least, greatest] = [Infinity, -Infinity];
  for (const day of days) {
    if (day < least) least = day;
    if (day > greatest) greatest = day;
  }
  return [least, greatest];
}

function counts(days, edges) {
  const found = new Array(edges.length - 1).fill(0);
  for (const day of days) {
    let [low, high] = [0, edges.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (edges[middle] <= day) low = middle;
      else high = middle;
    }
    if (day >= edges[0] && day < edges.at(-1)) found[low] += 1;
  }
  return found;
}
