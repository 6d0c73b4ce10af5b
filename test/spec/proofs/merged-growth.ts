/**
 * Numbers of the theorems about merged blocks, as spec/proofs/merged_*.v define them: of u, of the counts of the blocks and of which
 * is merged into which. Each grows with those of the parts, so the largest over all ways to merge bounds every one of them.
 */
import { constantK } from '../../../spec/accuracy/grade.ts';
import { growths, share } from './recurrence-growth.ts';

/** `merged_growth`, `merged_weight` and `merged_roundings`. */
export interface Parts {
  readonly growth: number;
  readonly weight: number;
  readonly roundings: number;
}

/** `of_block`, `weight_of_block` and `roundings_of_block`, by the number of values. */
export function blocks(u: number, most: number): readonly Parts[] {
  const byRecurrence = growths(u, most);
  let [squares, once, twice] = [0, 0, 0];
  const all: Parts[] = [
    { growth: 0, weight: 0, roundings: 3 },
    { growth: 0, weight: 0, roundings: 4 },
  ];
  for (let m = 2; m <= most; m++) {
    const square = byRecurrence[m] ** 2 / (m - 1);
    squares += square / m;
    once += square;
    twice += square * m;
    const ofA = share ** 2 * m * m * squares + 2 * share * (1 - share) * m * once + (1 - share) ** 2 * twice;
    const ofSigma = (1 - share) ** 2 * Math.max(0, m * once - twice);
    const twoPasses = (1 + u) ** 2 * (1 + (m - 1) * u) - 1;
    all.push({
      growth: Math.max(twoPasses, byRecurrence[m]),
      weight: Math.max(twoPasses ** 2, (Math.sqrt(ofA) + Math.sqrt(ofSigma)) ** 2 / m),
      roundings: m + 3,
    });
  }
  return all;
}

/** `grown`, `w_of` and `p_of` of a merge: j values into k. */
export function merge(u: number, into: Parts, k: number, from: Parts, j: number): Parts {
  const theta = (1 + u) ** 3 - 1;
  const step = (growth: number, ratio: number): number => growth + (1 + growth) * (u + theta * (1 + u) * ratio);
  return {
    growth: Math.max(step(into.growth, j / k), step(from.growth, 1)),
    weight: Math.max(into.weight + (into.growth ** 2 * j) / k, from.weight + (from.growth ** 2 * k) / j),
    roundings: Math.max(into.roundings, from.roundings, 6) + 2,
  };
}

const larger = (a: Parts | undefined, b: Parts): Parts =>
  a === undefined
    ? b
    : {
        growth: Math.max(a.growth, b.growth),
        weight: Math.max(a.weight, b.weight),
        roundings: Math.max(a.roundings, b.roundings),
      };

/** Every way to merge m values from blocks of `least` to `most` values, none longer than what it is merged into. */
export function anyOrder(u: number, m: number, least: number, most: number): Parts | undefined {
  const block = blocks(u, most);
  const worst: (Parts | undefined)[] = [];
  for (let n = 1; n <= m; n++) {
    let here = n >= least && n <= most ? block[n] : undefined;
    for (let j = least; 2 * j <= n; j++) {
      const [into, from] = [worst[n - j], worst[j]];
      if (into && from) here = larger(here, merge(u, into, n - j, from, j));
    }
    worst[n] = here;
  }
  return worst[m];
}

/** What the theorem needs, as shares of K·u: the mean, and what A and σ take part with in the error of √v̂. */
export function mergedNeeds(u: number, m: number, { growth, weight, roundings }: Parts): readonly number[] {
  const ku = constantK(m, 'any-order') * u;
  const root = Math.sqrt(m);
  const kappa = Math.sqrt((root - 1) / (root + 1));
  const ofSum = (1 + u) ** Math.floor((roundings + 5) / 2) - 1;
  const ofSquares = (1 + ofSum) * Math.sqrt(weight);
  return [growth / ku, ofSquares / ku, (ofSum + ofSquares * kappa) / ku];
}
