/** A product that underflows before a large factor multiplies it: honest kernels in float32 keep their bounds. */
import { expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { boundsOf } from '../../../spec/accuracy/bounds.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import type { ExactTensor } from '../../../spec/terms/truth.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { tensor } from '../../../spec/terms/tensor.ts';

const f = Math.fround;
const claims = resolveClaims({ dtypes: ['float32'] });
const options = { grade: 'stable', claims, growth: 'any-order' } as const;
const values = [1.2345e-30, -2.3456e-30, 3.4567e-30].map(f);
const column = (data: readonly number[]): Tensor => tensor('float32', [data.length, 1], [...data]);
const single = (value: number): Tensor => tensor('float32', [1], [value]);

/** The largest share of its bound that an answer takes. */
function shareOf(exact: ExactTensor, bound: Float64Array, answer: readonly number[]): number {
  return Math.max(...answer.map((value, i) => Math.abs(value - exact.hi[i] - exact.lo[i]) / bound[i]));
}

test.each([
  { epsilon: 1e20, gamma: 1e10 },
  { epsilon: 1e-24, gamma: 1e-11 },
])('inference with epsilon $epsilon and gamma $gamma', ({ epsilon, gamma }) => {
  const zero = single(0);
  const given = { axis: 1, gamma: single(gamma), mean: zero, variance: zero, epsilon: f(epsilon) };
  const [r, g] = [f(1 / f(Math.sqrt(f(epsilon)))), f(gamma)];
  const forms = [(v: number) => f(g * f(v * r)), (v: number) => f(f(g * v) * r)];

  const forward = { ...given, x: column(values), beta: zero };
  const y = reference.answer('inferForward', forward, claims);
  const yBounds = boundsOf('inferForward', forward, y, options);
  const backward = { ...given, x: column([1, 2, 3]), dy: column(values) };
  const dx = reference.answer('inferBackward', backward, claims);
  const dxBounds = boundsOf('inferBackward', backward, dx, options);
  for (const form of forms) {
    const answer = values.map(form);
    expect(shareOf(y.outputs.y as ExactTensor, yBounds.y as Float64Array, answer)).toBeLessThanOrEqual(1);
    expect(shareOf(dx.outputs.dx as ExactTensor, dxBounds.dx as Float64Array, answer)).toBeLessThanOrEqual(1);
  }
});
