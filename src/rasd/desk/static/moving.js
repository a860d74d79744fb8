// From cell to cell and from event to event.

import { active, bench, cellsOf, current, data, events, focus, open } from "./bench.js";
import { go } from "./following.js";

/** Arrows go to the empty cells too: what the coder missed is put there. */
export function step(by) {
  const cells = cellsOf(active());
  const at = cells.indexOf(current());
  focus(cells[Math.min(Math.max(at + by, 0), cells.length - 1)]);
}

export function item(by) {
  const all = events();
  const other = all[all.indexOf(active()) + by];
  if (other) open(other);
  else go(by > 0 ? bench.dataset.next : bench.dataset.previous);
}

/** The cell whose words stand at a code point: the closest fitting one of the open event, or else of another. */
export function toCell(point) {
  if (point === null || !getSelection().isCollapsed) return;
  for (const event of [active(), ...bench.querySelectorAll(".event:not([data-open])")]) {
    const found = cellsOf(event)
      .flatMap((cell) => data.events[event.dataset.event].cells[cell.dataset.cell].map((span) => [cell, span]))
      .filter(([, [start, end]]) => start <= point && point < end)
      .sort(([, one], [, other]) => one[1] - one[0] - (other[1] - other[0]));
    if (found.length) {
      if (event !== active()) open(event);
      // Where several cells rest on the same words, another click goes on to the next.
      const alike = found.filter(([, [start, end]]) => end - start === found[0][1][1] - found[0][1][0]);
      const at = alike.findIndex(([cell]) => cell === current());
      focus(alike[(at + 1) % alike.length][0]);
      return;
    }
  }
}
