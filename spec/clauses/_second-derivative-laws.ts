/** Laws of second derivatives: relations between results, within the errors that the bounds of BN-17 allow each of them. */
import { NotApplicable } from '../check/trial/clause-exceptions.ts';
import type { Trial } from '../check/trial/trial.ts';
import type { Tensor } from '../terms/contract.ts';
import type { DoubleBackward, DoubleBackwardResult } from '../terms/further-contract.ts';
import { type Layout, layoutOf } from '../terms/layout.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';
import { mapValues } from '../cases/scenario-variants.ts';
import { perChannelSum, roundingOfSum } from './_channel-sums.ts';

const outputs = ['ddy', 'dx', 'dgamma'] as const;

const layoutFor = ({ x, axis }: DoubleBackward): Layout => layoutOf(x.shape, axis);

/** Σ of products over a channel, in doubles, with the error that their factors may have. */
export interface Sums {
  readonly value: Float64Array;
  readonly bound: Float64Array;
}

export const nothing = (channels: number): Sums => ({
  value: new Float64Array(channels),
  bound: new Float64Array(channels),
});

export function plus(a: Sums, b: Sums): Sums {
  return {
    value: a.value.map((value, c) => value + b.value[c]),
    bound: a.bound.map((value, c) => value + b.bound[c] + 2 ** -52 * (Math.abs(a.value[c]) + Math.abs(b.value[c]))),
  };
}

/** Factors have one value per element, or one per channel. */
export function sumOfProducts(
  layout: Layout,
  exact: Tensor | undefined,
  computed: Tensor,
  allowed: Float64Array,
): Sums {
  if (exact === undefined) return nothing(layout.channels);
  const [a, b] = [valuesOf(exact), valuesOf(computed)];
  const terms = a.map((value, i) => value * b[i]);
  const errors = a.map((value, i) => Math.abs(value) * allowed[i]);
  if (exact.shape.length === 1) return { value: terms, bound: errors.map((e, c) => e + 2 ** -52 * Math.abs(terms[c])) };
  const [value, bound] = [terms, errors].map((each) => perChannelSum(layout, (i) => each[i]));
  return { value, bound: bound.map((e, c) => e * (1 + 2 ** -20) + roundingOfSum(layout, c, terms)) };
}

export async function sumOfParts(trial: Trial, call: DoubleBackward): Promise<void> {
  const { ddx, ddgamma, ddbeta, ...rest } = call;
  const given = [ddx && { ddx }, ddgamma && { ddgamma }, ddbeta && { ddbeta }].flatMap((one) => one ?? []);
  if (given.length < 2) throw new NotApplicable('there is one cotangent only');
  const calls = [...given.map((one) => ({ ...rest, ...one })), call];
  const results: DoubleBackwardResult[] = [];
  for (const each of calls) results.push(await trial.call('doubleBackward', each));
  const whole = results.at(-1) as DoubleBackwardResult;
  for (const output of outputs) {
    const found = whole[output];
    if (found === undefined) continue;
    const [expected, bound] = [new Float64Array(found.data.length), new Float64Array(found.data.length)];
    for (const [k, result] of results.entries()) {
      const part = result[output];
      const allowed = part && trial.bounds('doubleBackward', calls[k], output, part.dtype);
      for (let i = 0; i < bound.length; i++) {
        bound[i] += allowed?.[i] ?? 0;
        if (k < given.length && part) {
          expected[i] += valuesOf(part)[i];
          bound[i] += 2 ** -51 * Math.abs(expected[i]);
        }
      }
    }
    const says = `${output} of all cotangents is not the sum of those of each`;
    trial.within(says, { output, tensor: found, expected, bound });
  }
}

/** Other cotangents of the same shape and types, from few bits. */
function others(call: DoubleBackward, seed: number): DoubleBackward {
  const vary = (t: Tensor, by: number): Tensor => mapValues(t, (_, i) => (((i + seed) * by) % 7) / 4 - 0.75);
  const { ddx, ddgamma } = call;
  return {
    ...call,
    ...(ddx && { ddx: vary(ddx, 3) }),
    ...(ddgamma && { ddgamma: vary(ddgamma, 5) }),
  };
}

export async function lawOfSymmetry(trial: Trial, [call, seed]: readonly [DoubleBackward, number]): Promise<void> {
  const other = others(call, seed);
  const layout = layoutFor(call);
  const sides: Sums[] = [];
  for (const [asked, with_] of [
    [call, other],
    [other, call],
  ]) {
    const { dx, dgamma } = await trial.call('doubleBackward', asked);
    if (dx === undefined || (dgamma === undefined && call.ddgamma)) throw new NotApplicable('dx or dgamma not offered');
    const ofX = sumOfProducts(layout, with_.ddx, dx, trial.bounds('doubleBackward', asked, 'dx', dx.dtype));
    const ofGamma =
      dgamma === undefined
        ? nothing(layout.channels)
        : sumOfProducts(layout, with_.ddgamma, dgamma, trial.bounds('doubleBackward', asked, 'dgamma', dgamma.dtype));
    sides.push(plus(ofX, ofGamma));
  }
  compareSums(trial, 'dx', 'second derivatives are not symmetric', sides);
}

export async function lawOfOwnGradient(trial: Trial, call: DoubleBackward): Promise<void> {
  const { ddx, ddgamma, ddbeta, ...back } = call;
  const layout = layoutFor(call);
  const { ddy } = await trial.call('doubleBackward', call);
  const own = await trial.call('trainBackward', back);
  const left = sumOfProducts(layout, call.dy, ddy, trial.bounds('doubleBackward', call, 'ddy', ddy.dtype));
  let right = nothing(layout.channels);
  for (const [cotangent, output] of [
    [ddx, 'dx'],
    [ddgamma, 'dgamma'],
    [ddbeta, 'dbeta'],
  ] as const) {
    if (cotangent === undefined) continue;
    const found = own[output];
    if (found === undefined) throw new NotApplicable(`${output} not offered`);
    right = plus(
      right,
      sumOfProducts(layout, cotangent, found, trial.bounds('trainBackward', back, output, found.dtype)),
    );
  }
  compareSums(trial, 'ddy', 'the sum of dy · ddy is not what it belongs to', [left, right]);
}

function compareSums(trial: Trial, output: 'dx' | 'ddy', says: string, [left, right]: readonly Sums[]): void {
  const { value, bound } = plus(left, { value: new Float64Array(right.value.length), bound: right.bound });
  const sums = tensor('float64', [value.length], value);
  trial.within(says, { output, tensor: sums, expected: right.value, bound });
}
