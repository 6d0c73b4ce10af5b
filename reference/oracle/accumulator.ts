/**
 * Exact sums of doubles at the speed of a few additions. Each value is cut into 27 and 26 bits and added to the two
 * cells of its own exponent. The upper cells hold multiples of 2^(e-26) of at most 2^27 units, the lower ones multiples
 * of 2^(e-52) of at most 2^25, so 2^25 additions stay below 2^53 units: every addition is exact. Cells are emptied into
 * integers before that.
 */
import { collect } from '../exact/sums.ts';
import type { Rational } from '../exact/rational.ts';

const bias = 1023;
const capacity = 2 ** 25;

/** Adding and subtracting it leaves the upper 27 bits of a value with that exponent: its last place is 2^(e-26). */
const cutters = Float64Array.from({ length: 2048 }, (_, biased) =>
  biased > 2 * bias - 32 ? NaN : 1.5 * 2 ** (Math.max(biased, 1) - bias + 26),
);

/** A buffer of doubles with a view of its words, for reading exponents. */
export interface Words {
  readonly values: Float64Array;
  readonly words: Int32Array;
}

export function wordsOf(length: number): Words {
  const values = new Float64Array(length);
  return { values, words: new Int32Array(values.buffer) };
}

// The upper half of a double is its second word: every platform that runs this is little-endian.
const upper = 1;

export class Accumulator {
  readonly #upper: Float64Array = new Float64Array(2048);
  readonly #lower: Float64Array = new Float64Array(2048);
  readonly #integers: Map<number, bigint> = new Map<number, bigint>();
  #added = 0;
  /** Highest and lowest exponent of a value that is not zero since the last `take`, biased; 2047: not finite. */
  top = 0;
  bottom = 2047;

  /** Adds the first n values. Exact for |value| < 2^990, which `top` shows. */
  add(given: Words, n: number): void {
    this.#see(given, n);
    const { values, words } = given;
    const uppers = this.#upper;
    const lowers = this.#lower;
    for (let i = 0; i < n; i++) {
      const value = values[i];
      const biased = (words[2 * i + upper] >>> 20) & 0x7ff;
      const cutter = cutters[biased];
      const high = value + cutter - cutter;
      uppers[biased] += high;
      lowers[biased] += value - high;
    }
  }

  /** The same for values of at most 27 bits, which need no cutting. */
  addNarrow(given: Words, n: number): void {
    this.#see(given, n);
    const { values, words } = given;
    const uppers = this.#upper;
    for (let i = 0; i < n; i++) uppers[(words[2 * i + upper] >>> 20) & 0x7ff] += values[i];
  }

  #see({ values, words }: Words, n: number): void {
    if (this.#added + n > capacity) this.#empty();
    this.#added += n;
    let { top, bottom } = this;
    for (let i = 0; i < n; i++) {
      const biased = (words[2 * i + upper] >>> 20) & 0x7ff;
      if (biased > top) top = biased;
      if (biased < bottom && values[i] !== 0) bottom = biased;
    }
    this.top = top;
    this.bottom = bottom;
  }

  /** The sum, exactly; then starts again from zero. Meaningless unless `top` stayed in range. */
  take(): Rational {
    this.#empty();
    const total = collect(this.#integers);
    this.#integers.clear();
    this.top = 0;
    this.bottom = 2047;
    return total;
  }

  #empty(): void {
    this.#added = 0;
    for (let biased = Math.min(this.bottom, this.top); biased <= this.top; biased++) {
      const e = Math.max(biased, 1) - bias;
      this.#drain(this.#upper, biased, e - 26);
      this.#drain(this.#lower, biased, e - 52);
    }
  }

  /** Moves a cell, a multiple of 2^e, to the integers. */
  #drain(cells: Float64Array, biased: number, e: number): void {
    const cell = cells[biased];
    if (cell === 0) return;
    cells[biased] = 0;
    // In two steps: 2^-e alone may be out of range.
    const half = Math.trunc(-e / 2);
    const units = cell * 2 ** half * 2 ** (-e - half);
    if (Number.isFinite(units)) this.#integers.set(e, (this.#integers.get(e) ?? 0n) + BigInt(units));
  }
}
