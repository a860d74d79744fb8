// Offsets of the records are Unicode code points; those of the DOM are UTF-16 units. An emoji is one and two.

/** A text with both kinds of offsets. */
export class Offsets {
  constructor(text) {
    this.length = 0;
    // Only where a code point takes two units is there anything to remember: the code point behind each such one.
    this.behind = [];
    for (const letter of text) {
      this.length += 1;
      if (letter.length === 2) this.behind.push(this.length);
    }
  }

  /** The UTF-16 offset of a code point. */
  utf16(point) {
    return point + count(this.behind, point);
  }

  /** The code point at a UTF-16 offset; inside of a pair, the one that the pair is. */
  point(unit) {
    let low = 0;
    let high = this.behind.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.behind[middle] + middle + 1 <= unit) low = middle + 1;
      else high = middle;
    }
    const inside = low < this.behind.length && unit - low >= this.behind[low];
    return unit - low - (inside ? 1 : 0);
  }
}

/** How many of the sorted numbers are no greater than one. */
function count(sorted, most) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}
