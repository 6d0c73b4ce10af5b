/** The double-double kernels keep the bound they state, judged by exact arithmetic. */
import { expect, test } from 'vitest';
import { normalized, projected as projectedExactly, scaleOf, slope } from '../../../reference/exact/channel-outputs.ts';
import { add, negate, rational, type Rational } from '../../../reference/exact/rational.ts';
import { compare, type Surd } from '../../../reference/exact/surd.ts';
import { centredDot, dot, meanOf, sum, varianceOf } from '../../../reference/exact/sums.ts';
import { approximate, nearestDouble } from '../../../reference/exact/approximate.ts';
import { factor, pair, triple } from '../../../reference/oracle/channel-constants.ts';
import { affine, projected, type Block } from '../../../reference/oracle/double-double-formulas.ts';
import { randomOf, type Random } from '../../../spec/cases/random.ts';

const m = 40;
const block: Block = { hi: new Float64Array(m), lo: new Float64Array(m), bound: new Float64Array(m) };

const inputs: Readonly<Record<string, (random: Random, i: number) => number>> = {
  ordinary: (random) => random.normal(),
  offset: (random) => 1e15 + random.normal(),
  singles: (random) => Math.fround(1e4 + random.normal()),
  mixed: (random) => random.normal() * 2 ** Math.round(60 * random.normal()),
  pairs: (random, i) => (i % 2 === 0 ? 3 : 1) + (random.uniform() < 0.1 ? 2 ** -50 : 0),
  nearlyConstant: (random) => 1 / 3 + 2 ** -53 * Math.round(random.normal()),
};

/** Checks |hi + lo - exact| ≤ bound, and gives the largest share of the bound that was used. */
function largestShare(exact: readonly Surd[]): number {
  let share = 0;
  for (const [i, value] of exact.entries()) {
    const middle = add(rational(block.hi[i]), rational(block.lo[i]));
    const bound = rational(block.bound[i]);
    expect(compare(value, add(middle, bound))).toBeLessThanOrEqual(0);
    expect(compare(value, add(middle, negate(bound)))).toBeGreaterThanOrEqual(0);
    // hi is the nearest double of hi + lo.
    expect(block.hi[i] + block.lo[i]).toBe(block.hi[i]);
    const error: Surd = { ...value, p: add(value.p, negate(middle)) };
    const { n, e } = approximate(error, 400);
    if (block.bound[i] > 0) share = Math.max(share, Math.abs(nearestDouble(n, e)) / block.bound[i]);
  }
  return share;
}

for (const [name, draw] of Object.entries(inputs)) {
  test(`${name} values stay within the bound`, () => {
    const random = randomOf(7);
    const shares = { affine: 0, projected: 0 };
    for (let round = 0; round < 60; round++) {
      const x = Float64Array.from({ length: m }, (_, i) => draw(random, i));
      const dy = Float64Array.from({ length: m }, (_, i) => (round % 2 === 0 ? random.normal() : draw(random, i)));
      const mean = meanOf(sum(x), m);
      const scale = scaleOf(varianceOf(sum(x), dot(x, x), m), rational([1e-5, 2 ** -90, 3][round % 3]));
      const gamma = rational(random.normal());
      const beta = round % 4 === 0 ? 0 : random.normal();

      affine({ mean: triple(mean), factor: factor(scale, gamma), beta }, x, m, block);
      const y = Array.from(x, (xi) => normalized(rational(xi), mean, scale, gamma, rational(beta)));
      shares.affine = Math.max(shares.affine, largestShare(y));

      const meanDy = meanOf(sum(dy), m);
      const k: Rational = slope(scale, centredDot(dot(dy, x), sum(dy), mean), m);
      const constants = { meanDy: triple(meanDy), mean: triple(mean), slope: pair(k), factor: factor(scale, gamma) };
      projected(constants, dy, x, m, block);
      const dx = Array.from(x, (xi, i) =>
        projectedExactly(rational(dy[i]), meanDy, rational(xi), mean, k, scale, gamma),
      );
      shares.projected = Math.max(shares.projected, largestShare(dx));
    }
    // A bound that is never approached would not notice a missing term.
    expect(shares.affine).toBeGreaterThan(0.005);
    expect(shares.projected).toBeGreaterThan(0.005);
  });
}
