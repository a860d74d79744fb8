// Lights words of the report without touching its DOM (CSS Custom Highlight API), so that Arabic letters stay joined.

import { Offsets } from "./offsets.js";

/** The report's text, whose words can be lit and hit. */
export class Lights {
  constructor(element, text) {
    // The parser of HTML makes one line end of CR LF; the records count both.
    if (element.textContent !== text) element.textContent = text;
    element.normalize();
    this.element = element;
    this.offsets = new Offsets(text);
  }

  range([start, end]) {
    const range = new Range();
    const node = this.element.firstChild;
    const most = node.length;
    range.setStart(node, Math.min(this.offsets.utf16(start), most));
    range.setEnd(node, Math.min(this.offsets.utf16(end), most));
    return range;
  }

  /**
   * Light spans under a name: "lit" those of the cell in focus, "faint" of the whole event, "chosen" selected; "one" and
   * "two" those of two people, which look different where they overlap as well.
   */
  light(name, spans) {
    if (!this.element.firstChild || !window.CSS?.highlights) return;
    const highlight = new Highlight(...spans.map((span) => this.range(span)));
    highlight.priority = ["faint", "lit", "one", "two", "chosen"].indexOf(name);
    CSS.highlights.set(name, highlight);
  }

  /** The words that are selected, as a span in code points; null where none are. */
  selected() {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const node = this.element.firstChild;
    if (range.startContainer !== node || range.endContainer !== node) return null;
    const text = range.toString();
    const start = range.startOffset + (text.length - text.trimStart().length);
    const end = range.endOffset - (text.length - text.trimEnd().length);
    return start < end ? [this.offsets.point(start), this.offsets.point(end)] : null;
  }

  /** Bring the first of the spans into view, where it is not. */
  show(spans) {
    if (spans.length && this.element.firstChild) this.reveal(this.range(spans[0]));
  }

  /** Bring a part of the text into view, where it is not. */
  reveal(range) {
    const words = range.getBoundingClientRect();
    const pane = this.element.closest(".report");
    const frame = pane.getBoundingClientRect();
    const top = Math.max(frame.top, 0);
    const bottom = Math.min(frame.bottom, window.innerHeight);
    if (words.top < top || words.bottom > bottom) {
      const by = words.top - (top + bottom) / 2;
      if (pane.scrollHeight > pane.clientHeight) pane.scrollBy({ top: by });
      else window.scrollBy({ top: by });
    }
  }

  /** The code point at a place of the window; null where there is no text. */
  at(x, y) {
    let node, offset;
    if (document.caretPositionFromPoint) {
      const caret = document.caretPositionFromPoint(x, y);
      [node, offset] = [caret?.offsetNode, caret?.offset];
    } else {
      const caret = document.caretRangeFromPoint?.(x, y);
      [node, offset] = [caret?.startContainer, caret?.startOffset];
    }
    return node === this.element.firstChild && node ? this.offsets.point(offset) : null;
  }
}
