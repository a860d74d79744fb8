// A caret in the report's text that goes by words: what it stands on, or has been drawn over, is selected. Left and right
// are those of the page, whichever way the words at hand run; between beginning and end the order of reading holds.

const WORDS = /[\p{L}\p{M}\p{N}_]+(?:[.,:/٫٬-]\p{N}+)*/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const LEFT_TO_RIGHT = /[\p{L}\p{N}]/u;
/** How far around an edge letters are looked for: no letter with its marks is longer. */
const NEAR = 40;

const middle = (box) => box.left + box.width / 2;
const height = (box) => box.top + box.height / 2;

/** The caret of a text; ``told`` hears the words that are selected whenever they change. */
export class Caret {
  constructor(lights, told) {
    this.lights = lights;
    this.node = lights.element.firstChild;
    this.text = this.node?.data ?? "";
    this.told = told;
    this.letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
    // All offsets here are UTF-16 units, as the selection has them.
    this.start = this.end = 0;
    this.isTouched = false;
  }

  /** Each word with where it begins and ends; found when they are first asked for. */
  get words() {
    this.found ??= Array.from(this.text.matchAll(WORDS), (one) => [one.index, one.index + one[0].length]);
    return this.found;
  }

  /** Into the text: at what is selected there, or else at a span in code points, or else where the caret was. */
  enter(span) {
    if (!this.words.length) return;
    const kept = this.selection() ?? (span && span.map((point) => this.lights.offsets.utf16(point)));
    if (kept) this.select(this.wordAt(kept[0]), this.wordAt(kept[1] - 1), kept);
    else this.select(this.at ?? 0, this.at ?? 0);
    this.isTouched = false;
  }

  /** A press while the text has the focus; whether it was for the caret. */
  press(press) {
    const does = {
      ArrowLeft: () => this.sideways(-1),
      ArrowRight: () => this.sideways(1),
      ArrowUp: () => this.upDown(-1),
      ArrowDown: () => this.upDown(1),
      Home: () => (press.ctrlKey ? 0 : Math.min(...this.line(this.at))),
      End: () => (press.ctrlKey ? this.words.length - 1 : Math.max(...this.line(this.at))),
    }[press.code];
    if (!does || press.metaKey || !this.words.length) return false;
    this.follow();
    this.isTouched = true;
    if (press.altKey) {
      if (press.code === "ArrowLeft" || press.code === "ArrowRight") this.trim(press.shiftKey, press.code === "ArrowLeft" ? -1 : 1);
      return true;
    }
    const column = this.column;
    const to = does();
    if (!press.code.startsWith("Arrow") || /Left|Right/.test(press.code)) this.column = null;
    else this.column = column ?? this.column;
    this.select(press.shiftKey ? this.anchor : to, to);
    return true;
  }

  // -- what is selected -------------------------------------------------------------------------------------------------

  /** What is selected in this text, by whatever means. */
  selection() {
    const selection = getSelection();
    if (selection.isCollapsed || selection.anchorNode !== this.node || selection.focusNode !== this.node) return null;
    return [selection.anchorOffset, selection.focusOffset].sort((one, other) => one - other);
  }

  /** Where something else was selected meanwhile, as by the mouse, the caret goes on from there. */
  follow() {
    const [start, end] = this.selection() ?? [this.start, this.end];
    if (start === this.start && end === this.end && this.at !== undefined) return;
    Object.assign(this, { anchor: this.wordAt(start), at: this.wordAt(Math.max(end - 1, 0)), start, end });
  }

  /** The words from one to another are selected, or exactly ``units``. */
  select(anchor, at, units) {
    const [first, last] = [Math.min(anchor, at), Math.max(anchor, at)];
    const [start, end] = units ?? [this.words[first][0], this.words[last][1]];
    Object.assign(this, { anchor, at, start, end });
    this.show(at < anchor);
  }

  /** One edge of what is selected goes a letter to the left or right; one letter is left at least. */
  trim(isEnd, by) {
    const inside = [...this.text.slice(this.start, this.end)];
    const isLeftwards = runsLeft(isEnd ? inside.reverse() : inside, this.isRightToLeft);
    const to = this.letterBeside(isEnd ? this.end : this.start, isLeftwards ? -by : by);
    if (isEnd ? to <= this.start : to >= this.end) return;
    if (isEnd) this.end = to;
    else this.start = to;
    this.show(false);
  }

  /** The edge of the next letter in the order of reading, its marks with it. */
  letterBeside(unit, by) {
    const from = Math.max(unit - NEAR, 0);
    const edges = Array.from(this.letters.segment(this.text.slice(from, unit + NEAR)), (one) => from + one.index);
    edges.push(Math.min(unit + NEAR, this.text.length));
    return (by > 0 ? edges.find((edge) => edge > unit) : edges.findLast((edge) => edge < unit)) ?? unit;
  }

  show(isBackwards) {
    const [base, extent] = isBackwards ? [this.end, this.start] : [this.start, this.end];
    getSelection().setBaseAndExtent(this.node, base, this.node, extent);
    const [start, end] = this.words[this.at];
    this.lights.reveal(this.rangeOf(start, end));
    this.told(this.text.slice(this.start, this.end));
  }

  // -- where words are ----------------------------------------------------------------------------------------------------

  /** The word at an offset, or else the next one behind it, or the last. */
  wordAt(unit) {
    let low = 0;
    let high = this.words.length - 1;
    while (low < high) {
      const half = (low + high) >> 1;
      if (this.words[half][1] > unit) high = half;
      else low = half + 1;
    }
    return low;
  }

  rangeOf(start, end) {
    const range = new Range();
    range.setStart(this.node, start);
    range.setEnd(this.node, end);
    return range;
  }

  box(word) {
    return this.rangeOf(...this.words[word]).getClientRects()[0];
  }

  get isRightToLeft() {
    return getComputedStyle(this.lights.element).direction === "rtl";
  }

  /** The words on the line of a word, from left to right. Lines follow one another in the order of reading. */
  line(word) {
    const here = this.box(word);
    const isBeside = (other) => {
      const box = this.words[other] && this.box(other);
      return box && Math.abs(height(box) - height(here)) < Math.min(box.height, here.height) / 2;
    };
    const found = [word];
    for (let other = word - 1; isBeside(other); other -= 1) found.push(other);
    for (let other = word + 1; isBeside(other); other += 1) found.push(other);
    return found.map((one) => [one, middle(this.box(one))]).sort(([, one], [, other]) => one - other).map(([one]) => one);
  }

  /** The word to the left or right; behind the end of a line the one where the neighbouring line begins or ends. */
  sideways(by) {
    const line = this.line(this.at);
    const beside = line[line.indexOf(this.at) + by];
    if (beside !== undefined) return beside;
    const next = this.lineBeside(line, this.isRightToLeft ? -by : by);
    return next ? next.at(by > 0 ? 0 : -1) : this.at;
  }

  /** The word above or below, the closest to where going up and down began. */
  upDown(by) {
    this.column ??= middle(this.box(this.at));
    const next = this.lineBeside(this.line(this.at), by);
    if (!next) return this.at;
    const away = (word) => Math.abs(middle(this.box(word)) - this.column);
    return next.reduce((best, word) => (away(word) < away(best) ? word : best));
  }

  /** The line behind or before a line, in the order of reading. */
  lineBeside(line, by) {
    const word = by > 0 ? Math.max(...line) + 1 : Math.min(...line) - 1;
    return this.words[word] ? this.line(word) : null;
  }
}

/** Whether letters run from right to left, by the first that is a letter or figure. */
function runsLeft(letters, otherwise) {
  for (const letter of letters) {
    if (RIGHT_TO_LEFT.test(letter)) return true;
    if (LEFT_TO_RIGHT.test(letter)) return false;
  }
  return otherwise;
}
