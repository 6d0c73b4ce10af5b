/**
 * The theorems of BN-12, to first order: each rounding of a form is moved by itself, and the sum of what that changes is the
 * worst that all of them together can do. The bounds are those of float64, where products of errors do not count.
 */
import { describe, expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { boundsOf } from '../../../spec/accuracy/bounds.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { formats } from '../../../spec/terms/dtype.ts';
import type { Calls, Operation, TensorName } from '../../../spec/terms/operations.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import {
  type Gradients,
  gradients,
  inferenceGradients,
  inverseStd,
  outputs,
  type Rounding,
  statistics,
  updates,
} from '../../tools/honest/forms.ts';

const claims = resolveClaims({ dtypes: ['float64'] });
const u = formats.float64.unitRoundoff;

/** Far above the roundoff of doubles, and so small that its square does not count. */
const step = 2 ** -28;

type Results = Partial<Record<TensorName, readonly number[]>>;
type Form = (data: Data, r: Rounding) => Results;

export interface Data {
  readonly x: readonly number[];
  readonly dy: readonly number[];
  readonly gamma: number;
  readonly beta: number;
  readonly epsilon: number;
  readonly momentum: number;
  /** Given statistics, and old ones. */
  readonly mean: number;
  readonly variance: number;
}

/** By how many u each result may be off. */
export function worst(form: (r: Rounding) => Results): Results {
  let roundings = 0;
  const exact = form((value) => {
    roundings += 1;
    return value;
  });
  const moved = (which: number, by: number): Results => {
    let at = 0;
    return form((value) => (at++ === which ? value * (1 + by) : value));
  };
  const sums = Object.entries(exact).map(([name, values]) => [name, values.map(() => 0)] as const);
  for (let which = 0; which < roundings; which++) {
    // From both sides: where the first derivative is 0, what is left is of second order.
    const [up, down] = [moved(which, step), moved(which, -step)];
    for (const [name, sum] of sums) {
      const [ups, downs] = [up, down].map((results) => results[name as TensorName] ?? []);
      for (const i of sum.keys()) sum[i] += Math.abs(ups[i] - downs[i]) / (2 * step);
    }
  }
  return Object.fromEntries(sums);
}

const vector = (values: readonly number[]): Tensor => tensor('float64', [values.length], values);
const column = (values: readonly number[]): Tensor => tensor('float64', [values.length, 1], values);

function callFor(operation: Operation, data: Data): Calls[Operation] {
  const { x, dy, epsilon, momentum } = data;
  const [gamma, beta, mean, variance] = [data.gamma, data.beta, data.mean, data.variance].map((one) => vector([one]));
  const invStd = vector([1 / Math.sqrt(data.variance + epsilon)]);
  const base = { x: column(x), axis: 1, gamma };
  switch (operation) {
    case 'trainForward':
      return { ...base, beta, epsilon, momentum, runningMean: mean, runningVar: variance };
    case 'inferForward':
      return { ...base, beta, epsilon, mean, variance };
    case 'trainBackward':
      return { ...base, dy: column(dy), epsilon };
    case 'inferBackward':
      return { ...base, dy: column(dy), epsilon, mean, variance };
    case 'savedBackward':
      return { ...base, dy: column(dy), mean, invStd };
  }
}

type Bounds = ReturnType<typeof boundsOf>;
const known = new Map<string, WeakMap<Data, Bounds>>();

/** They are the same for every form. */
function boundsFor(operation: Operation, grade: 'stable' | 'cancelling', data: Data): Bounds {
  const key = `${operation} ${grade}`;
  const ofData = known.get(key) ?? new WeakMap<Data, Bounds>();
  known.set(key, ofData);
  const make = (): Bounds => {
    const call = callFor(operation, data);
    const truth = reference.answer(operation, call, claims);
    return boundsOf(operation, call as never, truth, { grade, claims, growth: 'any-order' });
  };
  const bounds = ofData.get(data) ?? make();
  ofData.set(data, bounds);
  return bounds;
}

/** The largest share of its bound that any rounding error of a result takes. */
function largestOf(operation: Operation, grade: 'stable' | 'cancelling', form: Form, data: Data): number {
  const bounds = boundsFor(operation, grade, data);
  const errors = Object.entries(worst((r) => form(data, r))) as [TensorName, number[]][];
  // A bound of infinity says that grade cancelling leaves any value open.
  return Math.max(...errors.flatMap(([name, values]) => values.map((value, i) => (value * u) / bounds[name]![i])));
}

/** Everything in one value, first, second or last; two levels; a slope; each beside offsets. */
function values(m: number): number[][] {
  const from = (value: (i: number) => number): number[] => Array.from({ length: m }, (_, i) => value(i));
  const shapes = [
    (i: number) => Number(i === 0),
    (i: number) => Number(i === 1),
    (i: number) => Number(i === m - 1),
    (i: number) => (-1) ** i,
    (i: number) => (2 * i < m ? 1 : -1),
    (i: number) => i / m,
    (i: number) => 1 / (i + 1),
    (i: number) => Math.sin(1.7 * i * i),
  ];
  return [0, 1, 30].flatMap((offset) => shapes.map((shape) => from((i) => offset + shape(i))));
}

/** Each x beside each kind of dy, the other numbers in turn. */
export function dataOf(m: number): Data[] {
  const xs = values(m);
  const dys = values(m).slice(0, 16);
  return xs.flatMap((x, i) =>
    [0, 3, 5, 8, 15].map((k): Data => {
      const turn = i + k;
      return {
        x,
        dy: dys[(i + k) % dys.length],
        gamma: [1, -1.7, 0.3][turn % 3],
        beta: [0, 2.5, -40][turn % 3],
        epsilon: [1, 2 ** -6, 100, 1e4][turn % 4],
        momentum: [0.25, 1, 0, 0.01][turn % 4],
        mean: [x[0], 0, -3, 31][turn % 4],
        variance: [2, 0.1, 1e-3][turn % 3],
      };
    }),
  );
}

/** What needs most of the bound of dgamma where it comes from Σ(dy·x) - μ·Σdy. */
export const farSums: Data = { ...dataOf(64)[0], x: Array.from<number>({ length: 64 }).fill(1), epsilon: 100, mean: 1 };

/** @returns the largest share, so that a test can see that it comes near */
function largestShare(operation: Operation, grade: 'stable' | 'cancelling', form: Form, all: readonly Data[]): number {
  let most = 0;
  for (const data of all) {
    const share = largestOf(operation, grade, form, data);
    if (!(share <= 1 + 2 ** -10)) expect.fail(`m = ${data.x.length}: ${share} of the bound, ${JSON.stringify(data)}`);
    most = Math.max(most, share);
  }
  return most;
}

const gradientResults = ({ dx, dgamma, dbeta }: Gradients): Results => ({ dx, dgamma: [dgamma], dbeta: [dbeta] });

const near = 0.2;

/** Every form of every result, on data of these sizes. */
export function boundsHold(all: readonly Data[]): void {
  describe.each(Object.entries(statistics))('statistics by %s', (_, { of, grade }) => {
    test('stay within the bounds, and y, and what is averaged', () => {
      const inTurn = [Object.values(outputs), Object.values(updates)] as const;
      let turn = 0;
      const form: Form = ({ x, gamma, beta, epsilon, momentum, mean: oldMean, variance: oldVar }, r) => {
        const [output, update] = [inTurn[0][turn % 6], inTurn[1][turn % 3]];
        const { mean, variance } = of(x, r);
        const bessel = x.length > 1 ? r(x.length / (x.length - 1)) : 1;
        return {
          mean: [mean],
          variance: [variance],
          invStd: [inverseStd(variance, epsilon, r)],
          y: output({ x, mean, variance, epsilon, gamma, beta }, r),
          runningMean: [update(oldMean, mean, momentum, r)],
          runningVar: [update(oldVar, r(variance * bessel), momentum, r)],
        };
      };
      for (; turn < 6; turn++) expect(largestShare('trainForward', grade, form, all)).toBeGreaterThan(near);
    });
  });

  describe.each(['two passes', 'Welford’s recurrence', 'one pass'])('gradients with statistics by %s', (name) => {
    const { of, grade } = statistics[name];
    test.each(Object.entries(gradients))('dx = %s', (_, gradient) => {
      const form: Form = ({ x, dy, gamma, epsilon }, r) => {
        const { mean, variance } = of(x, r);
        return gradientResults(gradient({ x, dy, mean, invStd: inverseStd(variance, epsilon, r), gamma }, r));
      };
      expect(largestShare('trainBackward', grade, form, all)).toBeGreaterThan(near);
    });
  });

  describe('given statistics', () => {
    test.each(Object.entries(outputs))('y = %s', (_, output) => {
      expect(largestShare('inferForward', 'stable', (data, r) => ({ y: output(data, r) }), all)).toBeGreaterThan(near);
    });

    test.each(Object.entries(inferenceGradients))('dx = %s', (_, gradient) => {
      const form: Form = (data, r) =>
        gradientResults(gradient({ ...data, invStd: inverseStd(data.variance, data.epsilon, r) }, r));
      expect(largestShare('inferBackward', 'stable', form, all)).toBeGreaterThan(near);
    });

    // Σdy·x̂ of centred dy is another number where Σx̂ is not 0.
    const ofAnyMean = Object.entries(gradients).filter(([name]) => name !== 'dy centred first');
    test.each(ofAnyMean)('dx = %s, through saved statistics', (_, gradient) => {
      const form: Form = (data, r) =>
        gradientResults(gradient({ ...data, invStd: 1 / Math.sqrt(data.variance + data.epsilon) }, r));
      expect(largestShare('savedBackward', 'stable', form, all)).toBeGreaterThan(near);
    });
  });
}
