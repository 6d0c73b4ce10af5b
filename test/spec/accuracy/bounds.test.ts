/**
 * The bounds of chapter BN-12 written once more, channel by channel and letter by letter as in the specification,
 * compared with those used for judging: every operation, grade and growth, flushed and kept subnormals, on every kind
 * of data.
 */
import { Decimal as Decimals } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { accumulatorOf, type Bounds, boundsOf } from '../../../spec/accuracy/bounds.ts';
import { constantFor, constantK, grades, type Growth, meets, weaker } from '../../../spec/accuracy/grade.ts';
import { families, type Family } from '../../../spec/cases/family.ts';
import { callOf, type Scenario, scenarios } from '../../../spec/cases/scenario.ts';
import { byChannel } from '../../../spec/diagnosis/channel-data.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Claims, Tensor } from '../../../spec/terms/contract.ts';
import { formats } from '../../../spec/terms/dtype.ts';
import {
  type Calls,
  elementwise,
  isTraining,
  type Operation,
  operations,
  type TensorName,
} from '../../../spec/terms/operations.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';

const Decimal = Decimals.clone({ precision: 60 });

type Bounded = 'offset-free' | 'stable' | 'cancelling';
const bounded: readonly Bounded[] = ['offset-free', 'stable', 'cancelling'];
const growths: readonly Growth[] = ['any-order', 'logarithmic'];

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

interface Channel {
  readonly x: readonly number[];
  readonly dy: readonly number[];
  readonly gamma: number;
  readonly beta: number;
  readonly mean: number;
  readonly variance: number;
  readonly invStd: number;
  readonly dx: readonly number[];
  readonly oldMean: number;
  readonly oldVar: number;
}

interface Rules {
  readonly operation: Operation;
  readonly grade: Bounded;
  readonly growth: Growth;
  readonly u: number;
  readonly omega: number;
  readonly epsilon: number;
  /** Weight of the new statistic. */
  readonly alpha: number;
  readonly unbiased: boolean;
}

/** The text. Undefined: cancelled so far that any value passes. */
function byTheText(channel: Channel, rules: Rules): Partial<Record<TensorName, readonly number[]>> | undefined {
  const { operation, grade, growth, u, omega, epsilon, alpha, unbiased } = rules;
  const { x, dy, gamma, beta, mean: mu, variance: v, invStd: r, dx, oldMean, oldVar } = channel;
  const m = x.length;
  const own = operation === 'trainForward' || operation === 'trainBackward';
  const summed = m + Math.max(4, 2 * Math.floor(Math.log2(m)));
  const K = growth === 'any-order' ? summed : Math.min(summed, 8 + 2 * Math.log2(m));
  const K1 = own ? K : 4;
  const s = Math.sqrt(v);
  const free = grade === 'offset-free';
  const plainA = own ? meanOf(x.map(Math.abs)) : Math.abs(mu);
  const A = (free ? (own ? s : 0) + u * plainA : plainA) + omega;
  const size = x.map((xi) => (free ? Math.abs(xi - mu) + u * Math.abs(xi) : Math.abs(xi)) + omega);

  const meanError = K1 * u * A + (free ? 2 * u * Math.abs(mu) : 0) + omega;
  const t = K1 * u * (s + (own ? A : 0));
  const cancelled =
    grade === 'cancelling' && own ? K1 * u * (meanOf(x.map((xi) => xi * xi)) + 2 * A * Math.abs(mu)) : 0;
  const varianceError = 2 * s * t + t * t + cancelled + omega;
  let eta = 2 * K1 * u;
  if (operation !== 'savedBackward') {
    if (grade === 'cancelling' && varianceError > (v + epsilon) / 2) return undefined;
    eta = deviation(v, epsilon, { t, ku: K1 * u, ...(grade === 'cancelling' && { error: varianceError }) });
  }

  const xhat = x.map((xi) => (xi - mu) * r);
  const delta = (k: number): number[] =>
    x.map((_, i) => k * u * r * (1 + eta) * (A + size[i]) + Math.abs(xhat[i]) * eta);
  const g = Math.abs(gamma);
  const magnified = Math.max(omega, 1.02 * u * omega * (1 + Math.max(g, r * (1 + eta)))) - omega;
  if (operation === 'trainForward' || operation === 'inferForward') {
    const running = (old: number, stat: number, error: number): number =>
      6 * u * (Math.abs(old) + Math.abs(stat) + error) + alpha * error;
    const bessel = unbiased && m > 1 ? m / (m - 1) : 1;
    return {
      y: delta(K1).map((d) => g * d + K1 * u * Math.abs(beta) + magnified),
      mean: [meanError],
      variance: [varianceError],
      invStd: [r * eta],
      runningMean: [running(oldMean, mu, meanError)],
      runningVar: [unbiased && m === 1 ? Infinity : running(oldVar, bessel * v, bessel * varianceError)],
    };
  }
  const size2 = dy.map((d) => Math.abs(d) + omega);
  const P =
    K * u * r * (1 + eta) * (meanOf(size2.map((d, i) => d * (A + size[i]))) + (own ? A * Math.abs(meanOf(dy)) : 0)) +
    eta * meanOf(dy.map((d, i) => Math.abs(d * xhat[i])));
  const along = Math.abs(meanOf(dy.map((d, i) => d * xhat[i])));
  return {
    dbeta: [K * u * m * meanOf(size2)],
    dgamma: [m * P],
    dx:
      operation === 'inferBackward'
        ? size2.map((d) => g * r * (1 + eta) * d * (4 * u + eta) + magnified)
        : delta(K).map(
            (d, i) =>
              g * r * (1 + eta) * (K * u * (size2[i] + meanOf(size2)) + Math.abs(xhat[i]) * P + d * along + d * P) +
              eta * Math.abs(dx[i]),
          ),
  };
}

/** The largest relative deviation of r, in decimals: in doubles the difference of two roots would lose what counts. */
function deviation(
  variance: number,
  epsilon: number,
  { t, ku, error }: { t: number; ku: number; error?: number },
): number {
  const [v, e, off] = [variance, epsilon, t].map((value) => new Decimal(value));
  const root = v.sqrt();
  const exact = v.plus(e);
  const least = error === undefined ? Decimal.max(0, root.minus(off)).pow(2).plus(e) : exact.minus(error);
  const most = error === undefined ? root.plus(off).pow(2).plus(e) : exact.plus(error);
  const up = exact
    .div(least)
    .sqrt()
    .mul(new Decimal(1).plus(2 * ku))
    .minus(1);
  const down = new Decimal(1).minus(
    exact
      .div(most)
      .sqrt()
      .mul(new Decimal(1).minus(2 * ku)),
  );
  return Decimal.max(up, down).toNumber();
}

/** Data for which every quantity of the specification stays in range. */
const tame: readonly Family[] = (Object.keys(families) as Family[]).filter(
  (family) => !['large', 'small', 'subnormal'].includes(family),
);

const cases = (claims: Claims): fc.Arbitrary<Scenario> =>
  scenarios(claims, { families: tame, dyFamilies: ['random', 'constant', 'one-hot', 'xhat'], maxPerChannel: 40 });

const claimed = {
  'as they are': resolveClaims({ dtypes: ['float32', 'float64', 'float16', 'bfloat16'] }),
  'flushed, old momentum, biased': {
    ...resolveClaims({ dtypes: ['float32', 'float16'] }),
    subnormals: 'flushed',
    momentumWeights: 'old',
    runningVariance: 'biased',
  },
} satisfies Record<string, Claims>;

describe.each(Object.keys(claimed) as (keyof typeof claimed)[])('claims %s', (key) => {
  const claims: Claims = claimed[key];

  test.each(operations)('%s', (operation) => {
    let [compared, free] = [0, 0];
    fc.assert(
      fc.property(cases(claims), fc.constantFrom(...bounded), fc.constantFrom(...growths), (s, grade, growth) => {
        const call = callOf[operation](s);
        const truth = reference.answer(operation, call, claims);
        const actual = boundsOf(operation, call as never, truth, { grade, claims, growth });
        const accumulator = formats[s.x.dtype === 'float64' ? 'float64' : 'float32'];
        const u = accumulator.unitRoundoff;
        const omega = claims.subnormals === 'flushed' ? accumulator.smallestNormal / u : accumulator.smallestNormal;
        const elements = (data: Float64Array): number[][] =>
          byChannel({ dtype: 'float64', shape: s.x.shape, data }, s.axis);
        const [xs, dys] = [byChannel(s.x, s.axis), byChannel(s.dy, s.axis)];
        const dxs = elements(truth.outputs.dx?.hi ?? new Float64Array(s.x.data.length));
        const judged = (Object.entries(actual) as [TensorName, Float64Array][]).map(
          ([name, bounds]) =>
            [name, elementwise.has(name) ? elements(bounds) : Array.from(bounds, (b) => [b])] as const,
        );
        for (const [c, x] of xs.entries()) {
          const text = byTheText(
            {
              x,
              dy: dys[c],
              gamma: s.gamma ? valuesOf(s.gamma)[c] : 1,
              beta: s.beta && operation !== 'savedBackward' ? valuesOf(s.beta)[c] : 0,
              mean: truth.channel.mean[c],
              variance: truth.channel.variance[c],
              invStd: truth.channel.invStd[c],
              dx: dxs[c],
              oldMean: valuesOf(s.runningMean)[c],
              oldVar: valuesOf(s.runningVar)[c],
            },
            {
              operation,
              grade,
              growth,
              u,
              omega,
              epsilon: s.epsilon,
              alpha: claims.momentumWeights === 'new' ? s.momentum : 1 - s.momentum,
              unbiased: claims.runningVariance === 'unbiased',
            },
          );
          for (const [name, bounds] of judged) {
            if (!Number.isFinite(truth.outputs[name]?.hi[c] ?? 0)) continue;
            const mine = bounds[c];
            if (text === undefined) {
              // Outputs that need no r are judged all the same.
              if (!['mean', 'variance', 'runningMean', 'runningVar', 'dbeta'].includes(name)) {
                expect(mine).toEqual(mine.map(() => Infinity));
                free += 1;
              }
              continue;
            }
            for (const [i, bound] of mine.entries()) {
              const expected: number = (text[name] as readonly number[])[i] + omega;
              compared += 1;
              // Not less than the specification allows, and hardly more.
              if (!(bound >= expected && bound <= expected * (1 + 2 ** -18) + omega))
                expect.fail(`${name}: ${bound}, by the specification ${expected}`);
            }
          }
        }
      }),
      { numRuns: 100 },
    );
    expect(compared).toBeGreaterThan(1000);
    if (isTraining(operation)) expect(free).toBeGreaterThan(0);
  });
});

describe('one channel outside the domain', () => {
  const claims = claimed['as they are'];
  const vector = (...values: number[]): Tensor => tensor('float32', [2], values);
  // Channel 1 is too large for its squares.
  const x = tensor('float32', [3, 2], [1, 2e20, 2, 1e20, 4, 3e20]);
  const s = { x, gamma: vector(1, 1), beta: vector(0, 0), epsilon: 1, momentum: 0.5, axis: 1 };
  const boundsIn = <O extends Operation>(operation: O, call: Calls[O]): Bounds =>
    boundsOf(operation, call, reference.answer(operation, call, claims), {
      grade: 'stable',
      claims,
      growth: 'any-order',
    });

  test.each([
    ['trainForward', { ...s, runningMean: vector(0, 0), runningVar: vector(1, 1) }],
    ['trainBackward', { ...s, dy: tensor('float32', [3, 2], [1, 1, 2, 2, 3, 5]) }],
  ] as const)('is not judged in any result of %s, and the other is', (operation, call) => {
    const bounds = boundsIn(operation, call as Calls[typeof operation]);
    expect(Object.keys(bounds).length).toBeGreaterThanOrEqual(3);
    for (const values of Object.values(bounds)) {
      values.forEach((bound, i) => expect([i, bound === Infinity]).toEqual([i, i % 2 === 1]));
    }
  });

  test('an infinity in x leaves the mean open; all else must be as the specification says', () => {
    const infinite = tensor('float32', [3, 2], [1, 1, 2, Infinity, 4, 3]);
    const call = { ...s, x: infinite, runningMean: vector(0, 0), runningVar: vector(1, 1) };
    const { y, mean, variance, invStd, runningMean, runningVar } = boundsIn('trainForward', call);
    expect([mean?.[1], runningMean?.[1]]).toEqual([Infinity, Infinity]);
    expect([variance?.[1], invStd?.[1], runningVar?.[1], y?.[1], y?.[3], y?.[5]]).toEqual([0, 0, 0, 0, 0, 0]);
    for (const bounds of [y, mean, variance, invStd, runningMean, runningVar]) expect(bounds?.[0]).toBeLessThan(1);
  });

  test('an infinite old statistic leaves the new ones open', () => {
    for (const old of [{ runningMean: vector(0, Infinity) }, { runningVar: vector(1, Infinity) }]) {
      const call = {
        ...s,
        x: tensor('float32', [3, 2], [1, 1, 2, 2, 4, 3]),
        runningMean: vector(0, 0),
        runningVar: vector(1, 1),
      };
      const bounds = boundsIn('trainForward', { ...call, ...old });
      const name = 'runningMean' in old ? 'runningMean' : 'runningVar';
      expect(bounds[name]?.[1]).toBe(Infinity);
      expect(bounds[name]?.[0]).toBeLessThan(1);
    }
  });
});

test('grades share one domain: where a difference of sums says little of r, y is still judged', () => {
  const claims = resolveClaims({});
  // s = 1 and mean 1000: grade cancelling allows r half as much again, on which a product of gamma would overflow.
  const x = tensor('float32', [4, 1], [999, 1001, 999, 1001]);
  const call = (gamma: number): Calls['trainForward'] => ({
    x,
    gamma: tensor('float32', [1], [gamma]),
    epsilon: 2 ** -20,
    momentum: 0.5,
    axis: 1,
  });
  const ends = (grade: Bounded): boolean[] =>
    [0.9, 1.1].map((part) => {
      const given = call((part * formats.float32.largest) / 4 / 2002 / 2);
      const truth = reference.answer('trainForward', given, claims);
      return boundsOf('trainForward', given, truth, { grade, claims, growth: 'any-order' }).mean?.[0] === Infinity;
    });
  for (const grade of bounded) expect(ends(grade)).toEqual([false, true]);
});

test('where nothing is known of r, gamma = 0 makes no bound of 0', () => {
  const claims = claimed['as they are'];
  const vector = (value: number): Tensor => tensor('float32', [1], [value]);
  const yOf = (offset: number): number | undefined => {
    const x = tensor('float32', [4, 1], [offset, offset + 1, offset, offset + 1]);
    const call = { x, axis: 1, gamma: vector(0), beta: vector(1), epsilon: 1e-5, momentum: 0.5 };
    const truth = reference.answer('trainForward', call, claims);
    return boundsOf('trainForward', call, truth, { grade: 'cancelling', claims, growth: 'any-order' }).y?.[0];
  };
  expect([yOf(2 ** 20), (yOf(1) ?? Number.NaN) < 1]).toEqual([Infinity, true]);
});

test('sums are carried in the claimed type, or in the own one where that is wider', () => {
  const float32 = resolveClaims({ accumulate: 'float32' });
  const float64 = resolveClaims({ accumulate: 'float64' });
  expect((['float16', 'bfloat16', 'float32', 'float64'] as const).map((x) => accumulatorOf(x, float32))).toEqual([
    'float32',
    'float32',
    'float32',
    'float64',
  ]);
  expect(accumulatorOf('float32', float64)).toBe('float64');
});

describe('grades', () => {
  test('are ordered, and a grade meets itself and all that are less strict', () => {
    expect(grades).toEqual(['exact', 'offset-free', 'stable', 'cancelling', 'wrong']);
    for (const [i, a] of grades.entries()) {
      for (const [j, b] of grades.entries()) {
        expect(meets(a, b)).toBe(i <= j);
        expect(weaker(a, b)).toBe(grades[Math.max(i, j)]);
      }
    }
  });

  test('a less strict grade allows at least as much, and any order at least as much as the logarithm', () => {
    const claims = claimed['as they are'];
    fc.assert(
      fc.property(cases(claims), fc.constantFrom(...operations), (s, operation) => {
        const call = callOf[operation](s);
        const truth = reference.answer(operation, call, claims);
        const of = (grade: Bounded, growth: Growth) =>
          boundsOf(operation, call as never, truth, { grade, claims, growth });
        const pairs = [
          [of('stable', 'any-order'), of('cancelling', 'any-order')],
          [of('stable', 'logarithmic'), of('stable', 'any-order')],
        ];
        for (const [strict, lax] of pairs) {
          for (const [name, bounds] of Object.entries(strict) as [TensorName, Float64Array][]) {
            bounds.forEach((bound, i) => expect(bound).toBeLessThanOrEqual((lax[name] as Float64Array)[i]));
          }
        }
      }),
    );
  });
});

test('K: one for each value and four or more around them; four where nothing is summed; six for a weighted mean', () => {
  expect([1, 3, 4, 7, 8, 10, 16, 5000].map((m) => constantK(m, 'any-order'))).toEqual([5, 7, 8, 11, 14, 16, 24, 5024]);
  expect([1, 7, 8, 4096].map((m) => constantK(m, 'logarithmic'))).toEqual([5, 11, 14, 32]);
  const K = (operation: Operation, output: TensorName): number => constantFor(operation, output, 20, 'any-order');
  expect([K('trainForward', 'y'), K('trainForward', 'mean'), K('savedBackward', 'dx')]).toEqual([28, 28, 28]);
  expect([K('inferForward', 'y'), K('inferBackward', 'dx'), K('inferBackward', 'dgamma')]).toEqual([4, 4, 28]);
  expect([K('trainForward', 'runningMean'), K('trainForward', 'runningVar')]).toEqual([6, 6]);
});
