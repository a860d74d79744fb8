// Correcting a cell: what it may be is asked of the server, by the words that are selected or by what is typed.

import { add } from "./adding.js";

/** What may be added to the tables for a cell. */
const NEW = { places: "place", actor1: "actor", actor2: "actor" };

/** What a cell may be by the first of some words, or by what is typed; nothing when the server does not say. */
export async function candidates(address, cell, words, q = "") {
  const told = new URLSearchParams({ cell, q });
  if (words.length) {
    told.set("start", words[0][0]);
    told.set("end", words[0][1]);
  }
  try {
    const answer = await fetch(`${address}/candidates?${told}`);
    return answer.ok ? await answer.json() : [];
  } catch {
    return [];
  }
}

/** The dialog; ``choose({ value, evidence, adds })`` hears what is chosen. */
export class Editor {
  constructor(dialog) {
    this.dialog = dialog;
    this.input = dialog.querySelector("#correct-q");
    this.list = dialog.querySelector("#correct-list");
    this.wordless = dialog.querySelector("#correct-wordless");
    this.adds = dialog.querySelector("#correct-adds");
    this.asked = 0;
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (press) => this.pressed(press));
    this.list.addEventListener("click", (click) => {
      const option = click.target.closest("[role=option]");
      if (option) this.take(Number(option.dataset.at));
    });
    this.new = [...dialog.querySelectorAll("[data-new]")];
    for (const button of this.new) button.addEventListener("click", () => this.make(button.dataset.new));
    dialog.querySelector("form").addEventListener("submit", () => (this.choose = null));
  }

  /** ``words``: the spans that say it, as they are or as selected. */
  open({ address, cell, label, words, quotes }, choose) {
    Object.assign(this, { address, cell, words, quotes, choose });
    for (const button of this.new) button.hidden = button.dataset.new !== NEW[cell];
    const title = this.dialog.querySelector("#correct-title");
    title.textContent = label ? title.dataset.word.replace("{cell}", label) : title.dataset.missed;
    const said = this.dialog.querySelector("#correct-words");
    said.replaceChildren(
      ...quotes.map((quote) => Object.assign(document.createElement("q"), { textContent: quote, dir: "auto" })),
    );
    this.dialog.querySelector(".chosen").hidden = !words.length;
    this.wordless.checked = !words.length;
    this.wordless.disabled = !words.length;
    this.adds.checked = false;
    this.adds.closest("label").hidden = cell !== "places";
    this.input.value = "";
    this.list.replaceChildren();
    this.dialog.showModal();
    this.input.focus();
    this.ask();
  }

  async ask() {
    const turn = ++this.asked;
    const found = await candidates(this.address, this.cell, this.words, this.input.value);
    if (turn !== this.asked) return;
    this.found = found;
    this.list.replaceChildren(...found.map((one, at) => this.option(one, at)));
    this.dialog.querySelector(".none").hidden = found.length > 0;
    this.at(found.length ? 0 : -1);
  }

  option(one, at) {
    const item = document.createElement("li");
    Object.assign(item, { role: "option", id: `correct-${at}` });
    item.dataset.at = at;
    const text = document.createElement("bdi");
    text.textContent = one.text;
    const detail = Object.assign(document.createElement("span"), { className: "detail", textContent: one.detail });
    item.append(text, detail);
    return item;
  }

  at(at) {
    this.chosen = at;
    for (const item of this.list.children) item.setAttribute("aria-selected", String(Number(item.dataset.at) === at));
    const item = this.list.children[at];
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  }

  pressed(press) {
    if (press.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[press.code];
    if (by && this.found?.length) {
      this.at((this.chosen + by + this.found.length) % this.found.length);
      press.preventDefault();
    } else if (press.code === "Enter" || press.code === "NumpadEnter") {
      press.preventDefault();
      this.take(this.chosen);
    }
  }

  /** A place or a side that no table has is added to them, and chosen. */
  async make(what) {
    const { choose } = this;
    const [evidence, adds] = [this.wordless.checked ? [] : this.words, this.adds.checked];
    this.dialog.close();
    const value = await add(what, this.input.value.trim() || this.quotes[0] || "");
    if (value !== null) choose?.({ value, evidence, adds });
  }

  take(at) {
    const one = this.found?.[at];
    if (!one) return;
    const evidence = this.wordless.checked ? [] : this.words;
    const choose = this.choose;
    this.dialog.close();
    choose?.({ value: one.value, evidence, adds: this.adds.checked });
  }
}
