/** Where bounds end: each limit of the domain from both sides, and what special values leave open. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { boundsOf } from '../../../spec/accuracy/bounds.ts';
import { type ChannelArguments, hiddenOutputs, inDomain, unjudgedOutputs } from '../../../spec/accuracy/domain.ts';
import { type ChannelMagnitudes, magnitudesOf, specialsOf } from '../../../spec/accuracy/magnitudes.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import { mapValues } from '../../../spec/cases/scenario-variants.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { dtypes } from '../../../spec/terms/dtype.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { type Operation, operationsOf } from '../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';

/** A round number, so that a limit can be met exactly: a quarter of it is 2^18. */
const largest = 2 ** 20;
const tiny = 2 ** -10;
const at = Uint32Array.of(0, 1, 2, 3);

const channel: ChannelMagnitudes = {
  m: 4,
  mean: 0,
  variance: 1,
  invStd: 1,
  meanAbs: 1,
  meanSquare: 1,
  maxAbs: 1,
  special: { nan: false, infinite: false },
  at,
};
const given: ChannelArguments = {
  gamma: 1,
  beta: 1,
  steepest: 1,
  epsilon: 1,
  least: 1,
  largest,
  tiny,
  dy: undefined,
  statistics: 'batch',
};

type Change = Partial<ChannelMagnitudes> & Partial<ChannelArguments>;
const judged = (change: Change): boolean => inDomain({ ...channel, ...change }, { ...given, ...change });
const one = Float64Array.of(1, 0, 0, 0);

/** 1/√v where v is tiny: float16 ends at 65504. */
test.each(dtypes)('with an infinite inverse standard deviation in %s nothing of its channel is judged', (dtype) => {
  const claims = resolveClaims({ dtypes: [dtype], channelAxis: 'first' });
  fc.assert(
    fc.property(
      fc.constantFrom(0, 1, -2.5, Infinity, -Infinity, Number.NaN),
      fc.constantFrom(0, 1, Infinity, Number.NaN),
      fc.constantFrom(0, 3, Infinity, Number.NaN),
      fc.nat(),
      (gamma, dy, x, seed) => {
        const s = scenarioOf(claims, { shape: [4, 2], axis: 1, dtype, seed });
        const first = (t: Tensor, value: number): Tensor => mapValues(t, (old, i) => (i === 0 ? value : old));
        const call = callOf.savedBackward({
          ...s,
          x: first(s.x, x),
          dy: first(s.dy, dy),
          gamma: first(s.gamma as Tensor, gamma),
          savedInvStd: first(s.savedInvStd, Infinity),
        });
        const truth = reference.answer('savedBackward', call, claims);
        const bounds = boundsOf('savedBackward', call, truth, { grade: 'stable', claims, growth: 'any-order' });
        for (const [name, bound] of Object.entries(bounds)) {
          const open = [...bound].map((each) => each === Infinity);
          expect([name, ...open]).toEqual([name, ...open.map((_, i) => i % 2 === 0)]);
        }
      },
    ),
  );
});

describe('what is judged, and what lies just outside', () => {
  test.each<[string, Change, Change]>([
    ['squares of a batch, m·(2·max|x|)²', { maxAbs: 127.9 }, { maxAbs: 128 }],
    ['a sum of a batch, m·max|x|', { m: 2 ** 17, maxAbs: 0.7 }, { m: 2 ** 18, maxAbs: 1 }],
    ['y, (|γ| + 1)·(1 + r)·2·max|x|', { gamma: 2 ** 16 - 2 }, { gamma: 2 ** 16 - 1 }],
    [
      'y where x is 0: a product of gamma and r',
      { maxAbs: 0, steepest: 2 ** 16 - 1, gamma: 2.99 },
      { maxAbs: 0, steepest: 2 ** 16 - 1, gamma: 3 },
    ],
    [
      'y in inference, with the given mean',
      { statistics: 'given-variance', maxAbs: 2 ** 15, meanAbs: 2 ** 15 - 1 },
      { statistics: 'given-variance', maxAbs: 2 ** 15, meanAbs: 2 ** 15 },
    ],
    ['beta', { beta: 2 ** 18 - 1 }, { beta: 2 ** 18 }],
    ['gamma and r below 1', { gamma: 2 ** -5, invStd: 2 ** -5 }, { gamma: 2 ** -5, invStd: 2 ** -5.1 }],
    ['epsilon, where the variance may vanish', { epsilon: tiny, least: 0 }, { epsilon: tiny * 0.99, least: 0 }],
    ['the least variance, where epsilon is small', { epsilon: 0, least: tiny }, { epsilon: 0, least: tiny * 0.99 }],
    [
      'a given variance below zero, where the sum with epsilon is positive',
      { statistics: 'given-variance', variance: 0 },
      { statistics: 'given-variance', variance: -tiny },
    ],
    [
      'a saved inverse standard deviation',
      { statistics: 'given-inverse', invStd: 2 ** -10 },
      { statistics: 'given-inverse', invStd: 0 },
    ],
    [
      'the same, below zero',
      { statistics: 'given-inverse', invStd: 2 ** -10 },
      { statistics: 'given-inverse', invStd: -1 },
    ],
    [
      'a sum of dy',
      {
        statistics: 'given-variance',
        dy: Float64Array.of(2 ** 15, 1 - 2 ** 15, 0, 0),
        gamma: 0,
        meanAbs: 0,
        steepest: 3,
      },
      {
        statistics: 'given-variance',
        dy: Float64Array.of(2 ** 15, -(2 ** 15), 0, 0),
        gamma: 0,
        meanAbs: 0,
        steepest: 3,
      },
    ],
    [
      'dx in inference, where r comes in once',
      { statistics: 'given-variance', dy: one, gamma: 0, meanAbs: 0, steepest: 2 ** 18 - 2 },
      { statistics: 'given-variance', dy: one, gamma: 0, meanAbs: 0, steepest: 2 ** 18 - 1 },
    ],
    // (1 + 39²)·(1 + 39) · 4 is the last below 2^18.
    [
      'dx in r³, where x is 0',
      { dy: one, gamma: 0, maxAbs: 0, steepest: 39 },
      { dy: one, gamma: 0, maxAbs: 0, steepest: 40 },
    ],
    [
      'the same with a saved inverse standard deviation',
      { dy: one, gamma: 0, statistics: 'given-inverse', maxAbs: 0, meanAbs: 0, steepest: 39 },
      { dy: one, gamma: 0, statistics: 'given-inverse', maxAbs: 0, meanAbs: 0, steepest: 40 },
    ],
    // Σ|dy| is the largest dy itself, and m·dy four times that.
    [
      'm·dy in training',
      { dy: Float64Array.of(0, 2 ** 14 - 1, 0, 0), gamma: 0, maxAbs: 0, steepest: 0.9 },
      { dy: Float64Array.of(0, 2 ** 16, 0, 0), gamma: 0, maxAbs: 0, steepest: 0 },
    ],
    [
      'm·dy with a saved inverse standard deviation',
      {
        dy: Float64Array.of(0, 0, 1 - 2 ** 14, 0),
        gamma: 0,
        statistics: 'given-inverse',
        maxAbs: 0,
        meanAbs: 0,
        steepest: 0.9,
      },
      {
        dy: Float64Array.of(0, 0, -(2 ** 16), 0),
        gamma: 0,
        statistics: 'given-inverse',
        maxAbs: 0,
        meanAbs: 0,
        steepest: 0,
      },
    ],
    ['a small r, to the third power, over m', { dy: one, invStd: 0.16 }, { dy: one, invStd: 0.157 }],
    ['gamma over m, where r is large', { dy: one, gamma: 2 ** -8 }, { dy: one, gamma: 2 ** -8.1 }],
  ])('%s', (_, inside, outside) => {
    expect([judged(inside), judged(outside)]).toEqual([true, false]);
  });

  test('an infinite dy does not end the domain, nor does a NaN among the statistics', () => {
    expect(judged({ dy: Float64Array.of(Infinity, Number.NaN, 1, 1) })).toBe(true);
    expect(judged({ variance: Number.NaN, invStd: Number.NaN, least: Number.NaN })).toBe(true);
  });

  test('no data have a variance below zero', () => {
    expect(judged({ variance: -3 })).toBe(false);
    expect(judged({ variance: -3, statistics: 'given-variance' })).toBe(false);
  });
});

describe('sizes of a channel', () => {
  const layout = layoutOf([2, 2, 2], 1);
  const truth = { mean: Float64Array.of(0, -5), variance: Float64Array.of(0, 2), invStd: Float64Array.of(1, 3) };
  const x = Float64Array.of(9, 9, 1, -2, 9, 9, 3, -6);

  test('are those of its own values, of magnitudes', () => {
    expect(magnitudesOf(layout, 1, x, truth, true)).toEqual({
      m: 4,
      mean: -5,
      variance: 2,
      invStd: 3,
      meanAbs: 3,
      meanSquare: 12.5,
      maxAbs: 6,
      special: { nan: false, infinite: false },
      at: Uint32Array.of(2, 3, 6, 7),
    });
  });

  test('a given mean is subtracted instead', () => {
    expect(magnitudesOf(layout, 1, x, truth, false).meanAbs).toBe(5);
  });

  test('special values are detected and left out', () => {
    const special = Float64Array.of(0, 0, Number.NaN, -2, 0, 0, -Infinity, 2);
    const { maxAbs, meanAbs, meanSquare, special: kinds } = magnitudesOf(layout, 1, special, truth, true);
    expect([maxAbs, meanAbs, meanSquare]).toEqual([2, 1, 2]);
    expect(kinds).toEqual({ nan: true, infinite: true });
    expect(specialsOf(Uint32Array.of(2), special)).toEqual({ nan: true, infinite: false });
    expect(specialsOf(Uint32Array.of(6), special)).toEqual({ nan: false, infinite: true });
    expect(specialsOf(Uint32Array.of(0, 1), special)).toEqual({ nan: false, infinite: false });
  });
});

describe('what special values leave open', () => {
  const [finite, infinite, nan] = [0, Infinity, Number.NaN].map((value) => Float64Array.of(1, value, 2, 3));
  const open = (
    operation: Operation,
    x: Float64Array,
    dy?: Float64Array,
    running: { weight: number; old: readonly number[] } = { weight: 0.5, old: [1, 1] },
  ): string[] => {
    const magnitudes = { ...channel, special: specialsOf(at, x) };
    return [...unjudgedOutputs(operation, magnitudes, dy, { ...running, unbiased: true })].toSorted();
  };

  test('nothing in inference', () => {
    for (const x of [finite, infinite, nan]) expect(open('inferForward', x)).toEqual([]);
  });

  test('in training, means that an infinity entered', () => {
    expect(open('trainForward', finite)).toEqual([]);
    expect(open('trainForward', nan)).toEqual([]);
    expect(open('trainForward', infinite)).toEqual(['mean', 'runningMean']);
    expect(open('trainForward', Float64Array.of(Infinity, Number.NaN, 1, 1))).toEqual([]);
  });

  test.each([
    ['an infinite old statistic', finite, 0.5, [1, Infinity], ['runningMean', 'runningVar']],
    ['one below zero', finite, 0.5, [-Infinity], ['runningMean', 'runningVar']],
    ['a NaN with its weight', finite, 0.5, [Number.NaN], []],
    ['a NaN whose weight is 0', finite, 1, [Number.NaN], ['runningMean', 'runningVar']],
    ['a batch with a NaN whose weight is 0', nan, 0, [1], ['runningMean', 'runningVar']],
    ['a batch with an infinity whose weight is 1', infinite, 1, [1], ['mean', 'runningMean', 'runningVar']],
    ['numbers with weight 0', finite, 0, [1], []],
    ['numbers with weight 1', finite, 1, [1], []],
  ])('%s', (_, x, weight, old, expected) => {
    expect(open('trainForward', x, undefined, { weight, old })).toEqual(expected);
  });

  test('the unbiased variance of a single value', () => {
    const of = (m: number, unbiased: boolean): string[] => [
      ...unjudgedOutputs('trainForward', { ...channel, m }, undefined, { weight: 0.5, old: [1, 1], unbiased }),
    ];
    expect([of(1, true), of(2, true), of(1, false)]).toEqual([['runningVar'], [], []]);
  });

  test.each<[Operation, string[], string[], string[]]>([
    // An infinite dy, an infinite x, both.
    ['trainBackward', ['dbeta', 'dgamma', 'dx'], [], ['dbeta', 'dgamma', 'dx']],
    ['inferBackward', ['dbeta', 'dgamma'], ['dgamma'], ['dbeta', 'dgamma']],
    ['savedBackward', ['dbeta', 'dgamma', 'dx'], ['dgamma', 'dx'], ['dbeta', 'dgamma', 'dx']],
  ])('%s', (operation, byDy, byX, byBoth) => {
    expect(open(operation, finite, finite)).toEqual([]);
    expect(open(operation, finite, infinite)).toEqual(byDy);
    expect(open(operation, infinite, finite)).toEqual(byX);
    expect(open(operation, infinite, infinite)).toEqual(byBoth);
    expect(open(operation, nan, infinite)).toEqual(['dbeta']);
    for (const [x, dy] of [
      [nan, finite],
      [finite, nan],
      [finite, Float64Array.of(Infinity, Number.NaN, 1, 1)],
    ]) {
      expect(open(operation, x, dy)).toEqual([]);
    }
  });
});

describe('what a factor of 0 hides', () => {
  const [finite, infinite, nan] = [0, Infinity, Number.NaN].map((value) => Float64Array.of(1, value, 2, 3));
  const zeros = new Float64Array(4);
  const noneWhereSpecial = Float64Array.of(5, 0, 5, 5);
  const hidden = (
    operation: Operation,
    given: { x?: Float64Array; dy?: Float64Array; gamma?: number } & Partial<ChannelMagnitudes>,
  ): string[] => {
    const { x = finite, dy, gamma = 1, ...rest } = given;
    const magnitudes = { ...channel, special: specialsOf(at, x), ...rest };
    return hiddenOutputs(operation, magnitudes, { x, dy, gamma }).toSorted();
  };

  test('nothing where all are numbers, or where nothing is 0', () => {
    for (const operation of operationsOf('forward')) {
      expect(hidden(operation, { gamma: 0 })).toEqual([]);
      expect(hidden(operation, { x: nan })).toEqual([]);
      expect(hidden(operation, { invStd: Number.NaN })).toEqual([]);
    }
    for (const operation of operationsOf('backward')) {
      expect(hidden(operation, { gamma: 0, dy: zeros })).toEqual([]);
      expect(hidden(operation, { x: nan, dy: finite })).toEqual(
        // The NaN of x meets the one dy that is 0.
        operation === 'trainBackward' ? [] : operation === 'inferBackward' ? ['dgamma'] : ['dgamma', 'dx'],
      );
      expect(hidden(operation, { x: nan, dy: Float64Array.of(0, 5, 0, 0) })).toEqual([]);
    }
  });

  test.each<[string, Parameters<typeof hidden>[1]]>([
    ['a NaN in x', { x: nan }],
    ['an infinity in x', { x: infinite }],
    ['a mean that is NaN', { mean: Number.NaN }],
    ['an infinite inverse standard deviation', { invStd: Infinity }],
    ['a NaN in dy', { dy: nan }],
    ['an infinity in dy', { dy: infinite }],
  ])('behind a gamma of 0: y and dx, with %s', (_, given) => {
    expect(hidden('trainForward', { ...given, gamma: 0 })).toEqual(['dx', 'y']);
    expect(hidden('trainForward', given)).toEqual([]);
  });

  test('behind a dy of 0: dgamma and, through the statistics, dx', () => {
    for (const x of [nan, infinite]) {
      expect(hidden('trainBackward', { x, dy: zeros })).toEqual(['dgamma', 'dx']);
      expect(hidden('savedBackward', { x, dy: zeros })).toEqual(['dgamma', 'dx']);
      expect(hidden('inferBackward', { x, dy: zeros })).toEqual(['dgamma']);
    }
  });

  test('only the dy that meets what is special, which in training is every one', () => {
    expect(hidden('savedBackward', { x: nan, dy: noneWhereSpecial })).toEqual(['dgamma', 'dx']);
    expect(hidden('inferBackward', { x: infinite, dy: noneWhereSpecial })).toEqual(['dgamma']);
    expect(hidden('trainBackward', { x: nan, dy: noneWhereSpecial })).toEqual([]);
    expect(hidden('inferBackward', { x: nan, invStd: Number.NaN, dy: noneWhereSpecial })).toEqual([]);
    expect(hidden('inferBackward', { mean: Infinity, dy: zeros })).toEqual(['dgamma']);
  });
});
