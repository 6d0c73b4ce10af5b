/** How close y comes to the exact answer, in units of the last place, where its terms do not cancel. */
import { describe, expect, it } from 'vitest';
import fast from '../../impl/fast/index.ts';
import { reference } from '../../reference/oracle.ts';
import { layoutOf, channelOf } from '../../spec/terms/layout.ts';
import { callsOf } from './data.ts';

const conventions = { momentumWeights: 'new', runningVariance: 'unbiased' } as const;

/** Distance of two float32 values of one binade, and the float32 spacing at |v|. */
const ulpAt = (v: number): number => 2 ** (Math.max(-126, Math.floor(Math.log2(Math.abs(v)))) - 23);

interface Worst {
  readonly ulps: number;
  /** Error over u·(|γx̂| + |β|). */
  readonly units: number;
}

async function worstOf(shape: readonly number[], axis: number, offset: number, seed: number): Promise<Worst> {
  const call = callsOf({ shape, axis, offset, seed }).trainForward;
  const { y } = await fast.trainForward!(call);
  const truth = reference.answer('trainForward', call, conventions);
  const exact = truth.outputs.y!;
  const layout = layoutOf(shape, axis);
  let ulps = 0;
  let units = 0;
  for (let i = 0; i < y.data.length; i++) {
    const c = channelOf(layout, i);
    const beta = Math.abs(call.beta!.data[c]);
    const terms = Math.abs(exact.hi[i] - call.beta!.data[c]) + beta;
    const error = Math.abs(y.data[i] - exact.hi[i] - exact.lo[i]);
    units = Math.max(units, error / (2 ** -24 * terms));
    if (Math.abs(exact.hi[i]) >= terms / 2) ulps = Math.max(ulps, error / ulpAt(exact.hi[i]));
  }
  return { ulps, units };
}

// Bound, with one rounding each of x - centre, slope, product and sum, and η ≤ u for the variance: relative to |γx̂|
// that is 4u + ½u, an ulp is at least u, and |γx̂| ≤ 2|y| where the terms do not cancel. What occurs is far below.
const bound = 9.5;

describe('y of training', () => {
  const shapes: [number[], number][] = [
    [[4, 8, 7, 7], 1],
    [[256, 30], 1],
    [[64, 7, 9], 2],
    [[3, 5, 1000], 1],
    [[2, 3], 0],
  ];
  for (const offset of [0, 1, 1e3, 1e5, 1e7]) {
    it(`should stay within its bound at |μ|/σ = ${offset}`, async () => {
      for (const [shape, axis] of shapes) {
        for (const seed of [1, 2, 3]) {
          const worst = await worstOf(shape, axis, offset, seed);
          expect(worst.ulps, `${shape.join('x')} axis ${axis}`).toBeLessThanOrEqual(bound);
          expect(worst.units).toBeLessThanOrEqual(bound);
        }
      }
    });
  }
});
