/**
 * Numbers of the theorems about Welford's recurrence, as spec/proofs/recurrence*.v define them: of m and u alone. The quotient by k
 * has two roundings.
 */
import { constantK } from '../../../spec/accuracy/grade.ts';

/** Weight of the sum of all magnitudes against that of the first k: recurrence_variance.v. */
export const share = 0.3;

/** theta of recurrence.v. */
const theta = (u: number): number => (1 + u) ** 2 - 1;

/** `growth` of recurrence.v, by the number of values. */
export function growths(u: number, most: number): Float64Array {
  const of = new Float64Array(most + 1);
  for (let m = 2; m <= most; m++) of[m] = of[m - 1] + (u + (theta(u) * (1 + u)) / (m - 1)) * (1 + of[m - 1]);
  return of;
}

/** `growth_of_many` of recurrence_mean.v. */
export function growthsOfMany(u: number, growth: Float64Array): Float64Array {
  let harmonic = 0;
  return growth.map((_, m) => {
    if (m < 2) return 0;
    harmonic += 1 / (m - 1);
    const binades = 0.75 * m + Math.floor(Math.log2(m)) / 4 - 1 / 4;
    return (1 + growth[m - 1]) * (u * (1 + theta(u)) * binades + theta(u) * harmonic);
  });
}

/**
 * The largest c of recurrence_steps.v, for any S. c·S grows with S: between two S, that of the larger one is a bound, and c is at
 * most their quotient times as large.
 * @param parts - S in a binade, evenly spaced by quotients
 */
export function steps(u: number, most: number, parts: number): Float64Array {
  const largest = new Float64Array(most + 1);
  const quotient = 2 ** (1 / parts);
  for (let part = 1; part <= parts; part++) {
    const S = quotient ** part;
    let c = 0;
    let power = 2;
    for (let k = 2; k <= most; k++) {
      const size = ((1 + c) * (1 + theta(u)) * S) / k;
      while (power > size) power /= 2;
      while (2 * power <= size) power *= 2;
      c += (u * k * power) / S + (theta(u) * (1 + c)) / (k - 1);
      largest[k] = Math.max(largest[k], c * quotient);
    }
  }
  return largest;
}

/** What a theorem needs, as a share of K·u: it reaches as far as none exceeds 1. */
export interface Needs {
  readonly m: number;
  readonly mean: number;
  /** What A and σ take part with in the error of √v̂. */
  readonly ofA: number;
  readonly ofSigma: number;
}

/** For every m from 2 on. @param grown - the bounds of all means, @param mean - that of the last, where it is another */
export function* needs(u: number, grown: Float64Array, mean: Float64Array = grown): Generator<Needs> {
  let [squares, once, twice] = [0, 0, 0];
  for (let m = 2; m < grown.length; m++) {
    const square = grown[m] ** 2 / (m - 1);
    squares += square / m;
    once += square;
    twice += square * m;
    const ku = constantK(m, 'any-order') * u;
    const ofSum = (1 + u) ** Math.floor((m + 7) / 2) - 1;
    const a = share ** 2 * m * squares + 2 * share * (1 - share) * once + ((1 - share) ** 2 * twice) / m;
    const sigma = (1 - share) ** 2 * Math.max(0, once - twice / m);
    yield {
      m,
      mean: mean[m] / ku,
      ofA: ((1 + ofSum) * Math.sqrt(a)) / ku,
      ofSigma: (ofSum + (1 + ofSum) * Math.sqrt(sigma)) / ku,
    };
  }
}

/** The largest m up to which all needs are met. */
export function reach(all: Iterable<Needs>): number {
  let reached = 1;
  for (const { m, mean, ofA, ofSigma } of all) {
    if (!(Math.max(mean, ofA, ofSigma) <= 1)) break;
    reached = m;
  }
  return reached;
}
