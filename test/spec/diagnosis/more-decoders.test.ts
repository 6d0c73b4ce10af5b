/** What decoders read from all probes together, with no bank: constants, divisors, chunks, factors, sums that are kept, types, tails. */
import { describe, expect, test } from 'vitest';
import { trainGradient } from '../../../impl/plain/gradient.ts';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Steps } from '../../../impl/plain/steps.ts';
import { reference } from '../../../reference/oracle.ts';
import { diagnose } from '../../../spec/diagnosis/diagnose.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import type { BackwardResult, Claims, Implementation, Tensor, TrainForward } from '../../../spec/terms/contract.ts';
import { roundTo } from '../../../spec/terms/dtype.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const decoded = (implementation: Implementation): Promise<readonly Diagnosis[]> =>
  diagnose({ target: targetOf(implementation), reference, claims: resolveClaims(implementation.claims) }, [], {
    bank: [],
  });

const found = (changes: Partial<Steps>, claims?: Partial<Claims>): Promise<readonly Diagnosis[]> =>
  decoded(implementationOf('', changes, claims));

const right = implementationOf('');
const changed = (t: Tensor | undefined, change: (value: number, i: number) => number): Tensor =>
  tensor(t!.dtype, t!.shape, Array.from(valuesOf(t!), change));

const sum = (x: ArrayLike<number>): number => Array.from(x).reduce((total, value) => total + value, 0);
const center = (x: Float64Array): number => sum(x) / x.length;
const squares = (x: Float64Array, mean: number): number => sum(x.map((value) => (value - mean) ** 2));

describe('epsilon', () => {
  test('that is always the same, with its value', async () => {
    const [{ id, says, evidence }] = await found({ inverseStd: (v) => 1 / Math.sqrt(v + 1e-4) });
    expect({ id, says }).toEqual({ id: 'EP03', says: 'Epsilon is always 0.0001.' });
    expect(evidence).toMatch(/in \d+ channels, while epsilon is /);
  });

  test('that has a floor', async () => {
    const [{ id, says }] = await found({ inverseStd: (v, e) => 1 / Math.sqrt(v + Math.max(e, 0.01)) });
    expect({ id, says }).toEqual({ id: 'EP07', says: 'An epsilon below 0.01 is raised to 0.01.' });
  });

  test('that is left out is no constant', async () => {
    expect((await found({ inverseStd: (v) => 1 / Math.sqrt(v) })).map(({ id }) => id)).toContain('EP02');
  });
});

describe('momentum', () => {
  test.each(['new', 'old'] as const)(
    'that is always the same, where it weighs the %s value',
    async (momentumWeights) => {
      const weight = momentumWeights === 'new' ? 0.2 : 0.8;
      const update = (old: number, statistic: number): number => (1 - weight) * old + weight * statistic;
      const [{ id, says }, ...others] = await found({ update }, { momentumWeights });
      expect({ id, says }).toEqual({ id: 'IF02', says: 'Momentum is always 0.2.' });
      expect(others).toEqual([]);
    },
  );

  test('of the old value: the right weight is told', async () => {
    const all = await found(
      { update: (old, statistic, weight) => weight * old + (1 - weight) * statistic },
      { momentumWeights: 'old' },
    );
    expect(all.map(({ id }) => id)).toEqual(['RS01']);
    expect(all[0].evidence).toMatch(/ and weighs the old one, so that [\d.]+ is right$/);
  });
});

describe('statistics', () => {
  const padded = (x: Float64Array): number => Math.ceil(x.length / 8) * 8;
  test.each<[string, RegExp, Partial<Steps>]>([
    ['ST12', /mean of training divides by m rounded up to a multiple of 8/, { mean: (x) => sum(x) / padded(x) }],
    ['ST01', /variance of training divides by m - 1/, { variance: (x, mean) => squares(x, mean) / (x.length - 1) }],
    ['ST07', /is the mean of the squares of x/, { variance: (x) => squares(x, 0) / x.length }],
    [
      'SY01',
      /variances of both halves of a channel/,
      {
        variance: (x) => {
          const halves = [x.subarray(0, x.length >> 1), x.subarray(x.length >> 1)];
          return sum(halves.map((half) => squares(half, center(half)) / half.length)) / 2;
        },
      },
    ],
    [
      'PR20',
      /merges chunks of 4 without the spread of their means/,
      {
        variance: (x) => {
          const chunks = Array.from({ length: Math.ceil(x.length / 4) }, (_, k) => x.subarray(4 * k, 4 * k + 4));
          return sum(chunks.map((chunk) => squares(chunk, center(chunk)))) / x.length;
        },
      },
    ],
  ])('%s is told, and nothing that follows from it', async (id, says, changes) => {
    const all = await found(changes);
    expect(all.map((diagnosis) => diagnosis.id)).toEqual([id]);
    expect(all[0].says).toMatch(says);
    expect(all[0].evidence).toMatch(
      /^this fits in all \d+ channels, \d+ of which are right nevertheless; the first wrong value is /,
    );
  });

  test('another divisor has no name', async () => {
    const all = await found({ variance: (x, mean) => squares(x, mean) / (x.length + 3) });
    expect(all.map(({ id }) => id).filter((id) => /^[A-Z]{2}\d\d/.test(id))).toEqual([]);
  });
});

describe('gradients that are right but for a factor', () => {
  const backward = (change: (result: BackwardResult, m: number) => Partial<BackwardResult>): Implementation => ({
    ...right,
    trainBackward: async (call) => {
      const result = await right.trainBackward(call);
      return { ...result, ...change(result, layoutOf(call.x.shape, call.axis).perChannel) };
    },
  });

  test.each<[string, RegExp, Implementation]>([
    ['BW17', /dbeta is divided by m/, backward(({ dbeta }, m) => ({ dbeta: changed(dbeta, (value) => value / m) }))],
    ['SY09', /dgamma is twice/, backward(({ dgamma }) => ({ dgamma: changed(dgamma, (value) => 2 * value) }))],
    ['factor', /dx is half of/, backward(({ dx }) => ({ dx: changed(dx, (value) => value / 2) }))],
  ])('%s %s', async (id, says, implementation) => {
    const all = await decoded(implementation);
    expect(all.map((diagnosis) => diagnosis.id)).toEqual([id]);
    expect(all[0].says).toMatch(says);
  });

  test('the sign of gamma, channel by channel', async () => {
    const all = await found({
      trainGradient: (input) => ({
        ...trainGradient(input),
        dx: trainGradient({ ...input, gamma: Math.abs(input.gamma) }).dx,
      }),
    });
    expect(all[0]).toMatchObject({ id: 'AF03' });
    expect(all[0].says).toMatch(/dx is right for the absolute value of gamma/);
  });
});

const outputsOf = (change: (y: Tensor, call: TrainForward) => Tensor): Implementation => ({
  ...right,
  trainForward: async (call) => {
    const result = await right.trainForward(call);
    return { ...result, y: change(result.y, call) };
  },
});

describe('beta and gamma in y', () => {
  test.each<[string, Steps['affine']]>([
    ['AF01', (xhat, _, beta) => xhat + beta],
    ['AF02', (xhat, gamma) => xhat * gamma],
    ['AF03', (xhat, gamma, beta) => xhat * Math.abs(gamma) + beta],
    ['AF06', (xhat, gamma, beta) => (xhat + beta) * gamma],
  ])('%s', async (id, affine) => {
    expect((await found({ affine })).map((diagnosis) => diagnosis.id)).toEqual([id]);
  });
});

describe('what is kept between calls', () => {
  test('a sum that is never cleared, and nothing that follows from it', async () => {
    const sums = new Map<number, Float64Array>();
    const all = await decoded({
      ...right,
      trainBackward: async (call) => {
        const result = await right.trainBackward(call);
        const before = sums.get(layoutOf(call.x.shape, call.axis).channels);
        const dbeta = changed(result.dbeta, (value, c) => value + (before?.[c] ?? 0));
        sums.set(layoutOf(call.x.shape, call.axis).channels, valuesOf(dbeta));
        return { ...result, dbeta };
      },
    });
    expect(all).toMatchObject([{ id: 'BW18', says: 'In train_backward dbeta accumulates over calls.' }]);
  });
});

describe('the type that outputs have passed through', () => {
  test.each(['float16', 'bfloat16'] as const)('%s, by the bits that are left', async (dtype) => {
    const all = await found({
      update: (old, statistic, weight) => roundTo(dtype, (1 - weight) * old + weight * statistic),
    });
    expect(all.map(({ id }) => id)).toEqual(['RS28']);
    expect(all[0].says).toContain(`have been rounded to ${dtype} on the way`);
  });

  test('float32 in float64', async () => {
    const all = await decoded({
      ...outputsOf((y) => changed(y, Math.fround)),
      claims: resolveClaims({ ...resolveClaims(right.claims), dtypes: ['float64'] }),
    });
    expect(all.map(({ id }) => id)).toEqual(['PR14']);
    expect(all[0].evidence).toMatch(/have at most 24 significant bits/);
  });

  test('the type of x itself is no mistake: rounding to it is honest, in dx, too', async () => {
    for (const dtype of ['float16', 'bfloat16'] as const) expect(await found({}, { dtypes: [dtype] })).toEqual([]);
    const wrong = await found({ runningStatistic: (v) => v }, { dtypes: ['float16'] });
    expect(wrong.map(({ id }) => id)).toEqual(['RS02']);
  });
});

describe('elements that a loop left out', () => {
  test.each<[string, RegExp, (i: number, inner: number) => boolean]>([
    [
      'SH01',
      /y stays 0 at the last positions of a row that fill no vector of 4/,
      (i, inner) => i % inner >= inner - (inner % 4),
    ],
    ['SH06', /y stays 0 beyond the first 8 positions of a row/, (i, inner) => i % inner >= 8],
  ])('%s', async (id, says, left) => {
    const all = await decoded(
      outputsOf((y, { axis }) => {
        const { inner } = layoutOf(y.shape, axis);
        return changed(y, (value, i) => (left(i, inner) ? 0 : value));
      }),
    );
    expect(all.map((diagnosis) => diagnosis.id)).toEqual([id]);
    expect(all[0].says).toMatch(says);
  });
});

test.each<[string, (t: Tensor) => Tensor]>([
  ['size', (t) => tensor(t.dtype, [1], [valuesOf(t)[0]])],
  ['shape', (t) => ({ ...t, shape: [t.data.length] })],
  ['type', (t) => tensor('float64', t.shape, valuesOf(t))],
])('an answer of another %s is read by no formula', async (_, other) => {
  const all = await decoded({
    ...right,
    trainForward: async (call) => ({ y: other((await right.trainForward(call)).y) }),
    inferForward: async (call) => ({ y: other((await right.inferForward(call)).y) }),
    trainBackward: async (call) => ({ dx: other((await right.trainBackward(call)).dx) }),
  });
  expect(all).toEqual([]);
});
