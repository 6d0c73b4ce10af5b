/** The bounds of BN-18 to first order: each rounding of a form is moved by itself, and the sum of what that changes is compared. */
import { describe, expect, test } from 'vitest';
import { inferTangent, trainTangent } from '../../../../reference/further/tangents.ts';
import { furtherBounds } from '../../../../spec/accuracy/further/index.ts';
import type { InferTangent, TrainTangent } from '../../../../spec/terms/further-contract.ts';
import { type DType } from '../../../../spec/terms/contract.ts';
import { formats } from '../../../../spec/terms/dtype.ts';
import { defaultConventions, resolveClaims } from '../../../../spec/terms/profiles.ts';
import { tensor } from '../../../../spec/terms/tensor.ts';
import type { Truth } from '../../../../spec/terms/truth.ts';
import {
  type HonestTangentForm,
  inferTangentForms,
  type TangentInput,
  trainTangentForms,
} from '../../../tools/honest/tangents.ts';
import { dataOf, worst } from '../first-order.ts';

const u = formats.float64.unitRoundoff;

export const tangentForms: Readonly<Record<'train' | 'infer', Readonly<Record<string, HonestTangentForm>>>> = {
  train: trainTangentForms,
  infer: inferTangentForms,
};

export type TangentBounds = Partial<Record<string, Float64Array>>;

/** The exact answer of one channel, and its bounds by grade. */
export function judged(
  kind: 'train' | 'infer',
  data: TangentInput,
  dtype: DType,
): { readonly truth: Truth; readonly bounds: (grade: HonestTangentForm['grade']) => TangentBounds } {
  const column = (values: readonly number[]) => tensor(dtype, [values.length, 1], values);
  const vector = (value: number) => tensor(dtype, [1], [value]);
  const shared: TrainTangent = {
    x: column(data.x),
    tx: column(data.tx),
    gamma: vector(data.gamma),
    tgamma: vector(data.tgamma),
    beta: vector(data.beta),
    tbeta: vector(data.tbeta),
    epsilon: data.epsilon,
    axis: 1,
  };
  const options = { claims: resolveClaims({ dtypes: [dtype] }), growth: 'any-order' } as const;
  if (kind === 'train') {
    const truth = trainTangent(shared, defaultConventions);
    return { truth, bounds: (grade) => furtherBounds.trainTangent.bounds(shared, truth, { ...options, grade }) };
  }
  const { mean, tmean, variance, tvariance } = data;
  const call: InferTangent = {
    ...shared,
    mean: vector(mean),
    tmean: vector(tmean),
    variance: vector(variance),
    tvariance: vector(tvariance),
  };
  const truth = inferTangent(call);
  return { truth, bounds: (grade) => furtherBounds.inferTangent.bounds(call, truth, { ...options, grade }) };
}

/** Tangents in turn: alike, shifted far, one by one. */
function tangentDataOf(m: number): TangentInput[] {
  return dataOf(m).map(({ dy, ...data }, k): TangentInput => ({
    ...data,
    tx: [dy, dy.map((value) => value + 1000), data.x, dy.map(() => 0)][k % 4],
    tgamma: [0, 1.3, -20][k % 3],
    tbeta: [0, 0.4, -60][(k + 1) % 3],
    tmean: [0, 0.7, -1000][(k + 2) % 3],
    tvariance: [0, 1, -30, 4][(k + 1) % 4],
  }));
}

/** Registers a test for each form, on channels of so many values: every share is at most 1, and the most is at least `least`. */
export function keepsBounds(kind: 'train' | 'infer', sizes: readonly number[], least: number): void {
  const data = sizes.flatMap(tangentDataOf);
  describe.each(Object.entries(tangentForms[kind]))(`${kind}: %s`, (_, { form, grade }) => {
    test('stays within the bounds, and uses them', { timeout: 600_000 }, () => {
      let most = 0;
      for (const given of data) {
        const bounds = judged(kind, given, 'float64').bounds(grade);
        const errors = worst((r) => ({ ...form(given, r) }));
        for (const [name, values] of Object.entries(errors)) {
          for (const [i, error] of values.entries()) {
            const share = (error * u) / (bounds[name]?.[i] ?? 0);
            if (!(share <= 1 + 2 ** -10)) expect.fail(`${name}[${i}] ${share} of the bound: ${JSON.stringify(given)}`);
            if (name === 'ty') most = Math.max(most, share);
          }
        }
      }
      expect(most).toBeGreaterThan(least);
    });
  });
}
