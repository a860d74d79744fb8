// The workbench: cells light their words, words lead to their cells, keys decide. An action is a row of desk/keys.py and
// a function under its name here.

import { bench, current, focus, lights, mark, markProblem, open, place, spansOf, whenPlaced } from "./bench.js";
import { Caret } from "./caret.js";
import { assign, correct, missed } from "./correcting.js";
import { accept, acceptAll, finish, flag, notSaid, reasonByDigit, reject, rejected, undo } from "./deciding.js";
import { listen } from "./keys.js";
import { item, step, toCell } from "./moving.js";
import { history, join, joined, otherByDigit, split } from "./reshaping.js";

let caret;

whenPlaced(() => {
  const said = bench.querySelector("#text-said");
  caret = new Caret(lights, (words) => (said.textContent = words));
  lights.element.addEventListener("focus", () => lights.element.matches(":focus-visible") && caret.enter(spansOf(current())[0]));
  lights.element.addEventListener("click", textClicked);
  bench.addEventListener("click", clicked);
  bench.addEventListener("focusin", (focus) => focus.target.closest(".cell") && mark(focus.target.closest(".cell")));
});

/** Words lead to their cell. The mouse leaves the keys with the cells; what it selected stays. */
function textClicked(click) {
  toCell(lights.at(click.clientX, click.clientY));
  current().querySelector(".cell-main").focus({ preventScroll: true });
}

/** Into the text, at the words of the cell; from there, back. */
function intoText() {
  if (document.activeElement === lights.element) focus(current());
  else lights.element.focus({ preventScroll: true, focusVisible: true });
}

/** What a press is for before it is for an action: a reason that is asked for, the caret in the text, the way out of it. */
function before(press) {
  if (document.querySelector("dialog[open]")) return reasonByDigit(press) || otherByDigit(press);
  const isInText = document.activeElement === lights.element;
  if (press.code !== "Escape") return isInText && caret.press(press);
  if (!isInText || !caret.isTouched) getSelection().removeAllRanges();
  if (isInText) focus(current());
  return true;
}

function clicked(click) {
  const button = click.target.closest("button");
  if (button?.dataset.reason) rejected(button.dataset.reason);
  else if (button?.dataset.other) joined(button.dataset.other);
  else if (button?.matches(".event-head")) open(button.closest(".event"));
  else if (button?.matches(".problem")) markProblem(Number(button.dataset.problem));
}

listen(
  {
    accept,
    accept_all: acceptAll,
    reject: () => reject("cell"),
    reject_event: () => reject("event"),
    correct,
    assign,
    not_said: notSaid,
    missed,
    split,
    join,
    history,
    flag,
    undo,
    finish,
    down: () => step(1),
    up: () => step(-1),
    next_item: () => item(1),
    previous_item: () => item(-1),
    into_text: intoText,
  },
  {
    before,
    // The toolbar speaks of the cell that was in focus.
    beforeButton: () => current()?.querySelector(".cell-main").focus({ preventScroll: true }),
  },
);

addEventListener("popstate", () => location.reload());
place(document.querySelector("main.bench"));
