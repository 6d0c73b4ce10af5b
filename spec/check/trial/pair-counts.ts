/** Counts how often the judged cases of a clause brought two levels of two aspects together. */
import { type Aspect, pairsOf } from '../../terms/aspect.ts';

export class PairCounts {
  readonly #aspects: readonly Aspect[];
  /** By two aspects, then by the level of the one, then of the other. */
  readonly #counts: number[];

  constructor(aspects: readonly Aspect[]) {
    this.#aspects = aspects;
    this.#counts = [...pairsOf(aspects)].flatMap(([one, other]) => Array<number>(one.levels * other.levels).fill(0));
  }

  /** @param row - the level of each aspect */
  add(row: readonly number[]): void {
    let start = 0;
    for (const [one, other, a, b] of pairsOf(this.#aspects)) {
      this.#counts[start + row[a] * other.levels + row[b]] += 1;
      start += one.levels * other.levels;
    }
  }

  toData(): readonly number[] {
    return this.#counts;
  }
}
