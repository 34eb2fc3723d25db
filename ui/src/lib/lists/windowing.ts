/** Rows of known heights, of which only those in sight are drawn. */
export class RowOffsets {
  /** `#ends[i]` is where row `i` ends, so that a search for a place is a bisection. */
  #ends: Float64Array = new Float64Array(0);
  readonly count: number;

  constructor(heights: readonly number[]) {
    this.count = heights.length;
    this.#ends = new Float64Array(heights.length);
    let end = 0;
    for (let i = 0; i < heights.length; i++) {
      end += heights[i] ?? 0;
      this.#ends[i] = end;
    }
  }

  /** The height of all rows. */
  get total(): number {
    return this.count === 0 ? 0 : (this.#ends[this.count - 1] ?? 0);
  }

  /** Where row `index` begins. */
  start(index: number): number {
    return index <= 0 ? 0 : (this.#ends[Math.min(index, this.count) - 1] ?? 0);
  }

  /** The row that lies at `place`; the last one for places behind the end. */
  at(place: number): number {
    let low = 0;
    let high = this.count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) > place) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, low);
  }

  /** The rows to draw: those in sight and `overscan` more on each side, as a half-open range. */
  visible(scrollTop: number, viewport: number, overscan: number): { from: number; to: number } {
    if (this.count === 0) return { from: 0, to: 0 };
    const from = Math.max(0, this.at(Math.max(0, scrollTop)) - overscan);
    const to = Math.min(this.count, this.at(Math.max(0, scrollTop + viewport)) + 1 + overscan);
    return { from, to };
  }

  /** Where to scroll so that row `index` is wholly in sight; unchanged when it is already. */
  reveal(index: number, scrollTop: number, viewport: number): number {
    const start = this.start(index);
    const end = this.start(index + 1);
    if (start < scrollTop) return start;
    if (end > scrollTop + viewport) return Math.max(0, end - viewport);
    return scrollTop;
  }
}
