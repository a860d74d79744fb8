// Choosing other keys: a button takes the next key that is pressed. What clashes is told at once, and again by the server.

import { nameOf } from "./keys.js";

const { faces, pages } = JSON.parse(document.querySelector("#data").textContent);
const rows = [...document.querySelectorAll("tr[data-action]")];
const line = document.querySelector(".message");
let asking = null;

const fieldOf = (row) => row.querySelector("input");
const wordsOf = (row) => row.querySelector("th").textContent;

function say(name, values = {}) {
  const told = name ? line.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] : "";
  line.textContent = told.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

function show(row) {
  const key = fieldOf(row).value;
  row.querySelector(".key kbd").textContent = row === asking ? line.dataset.wordPress : faces[key] || "—";
  row.querySelector(".usual").hidden = key === row.dataset.usual;
}

/** The row that has the same key on the same page. */
function clashing(row) {
  const mine = new Set(pages[row.dataset.action]);
  return rows.find(
    (one) =>
      one !== row && fieldOf(one).value === fieldOf(row).value && pages[one.dataset.action].some((page) => mine.has(page)),
  );
}

function set(row, key) {
  fieldOf(row).value = key;
  ask(null);
  show(row);
  for (const one of rows) one.toggleAttribute("data-clash", Boolean(fieldOf(one).value && clashing(one)));
  const other = clashing(row);
  if (other) say("taken", { other: wordsOf(other) });
  else say("unsaved");
}

function ask(row) {
  const before = asking;
  asking = row;
  if (before) show(before);
  if (row) show(row);
  say(row ? "press" : "");
}

document.addEventListener("click", (click) => {
  const button = click.target.closest("tr[data-action] button");
  const row = button?.closest("tr");
  if (button?.matches(".key")) ask(row);
  else if (button) set(row, row.dataset.usual);
  else if (asking) ask(null);
});

document.addEventListener("keydown", (press) => {
  if (!asking || /^(Shift|Control|Alt|Meta)(Left|Right)$/.test(press.code) || press.code === "Tab") return;
  press.preventDefault();
  if (press.code === "Escape") return ask(null);
  const key = nameOf(press);
  if (press.altKey || press.metaKey || !faces[key]) return say("reserved");
  const button = asking.querySelector(".key");
  set(asking, key);
  button.focus();
});
