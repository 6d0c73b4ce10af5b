/** Traits of a call, each shown by two calls that differ in nothing else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Probe } from '../../../spec/diagnosis/probes.ts';
import { traitsOf } from '../../../spec/diagnosis/call-traits.ts';
import type { DType, Tensor } from '../../../spec/terms/contract.ts';
import type { Operation } from '../../../spec/terms/operations.ts';
import { tensor } from '../../../spec/terms/tensor.ts';

type Call = Probe['call'];

const vector = (values: readonly number[], dtype: DType = 'float32'): Tensor => tensor(dtype, [values.length], values);
const filled = (length: number, value: number): number[] => Array.from<number>({ length }).fill(value);

/** Nothing in it is special, so that two of other shapes differ in their shapes alone. */
function callOfShape(shape: readonly number[], axis: number, changes: object = {}): Call {
  const channels = shape[axis];
  const x = tensor(
    'float32',
    shape,
    Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i + 2),
  );
  const parameters = { gamma: vector(filled(channels, 2)), beta: vector(filled(channels, 2)) };
  const statistics = { mean: vector(filled(channels, 1e4)), variance: vector(filled(channels, 2)) };
  return { x, axis, epsilon: 0.25, ...parameters, ...statistics, ...changes };
}

const call = (changes: object = {}): Call => callOfShape([4, 2], 1, changes);

/** Traits that hold for the first and not for the second, and the other way round. */
function between(one: Call, other: Call, operation: Operation = 'inferForward'): [string[], string[]] {
  const traits = traitsOf([one, other], operation);
  const of = (i: 0 | 1): string[] => traits.filter(({ holds }) => holds[i]).map(({ says }) => says);
  return [of(0), of(1)];
}

test('traits that all calls share are left out', () => {
  expect(traitsOf([call(), call(), call()], 'inferForward')).toEqual([]);
});

describe('shapes', () => {
  test('channels, in number', () => {
    expect(between(callOfShape([4, 3], 1), callOfShape([4, 8], 1))).toEqual([
      [
        'the number of channels is odd',
        'the number of channels is not a multiple of 4',
        'the number of channels is less than 8',
      ],
      ['the number of channels is even', 'the number of channels is 8 or more'],
    ]);
    expect(between(callOfShape([4, 6], 1), callOfShape([4, 8], 1))).toEqual([
      ['the number of channels is not a multiple of 4', 'the number of channels is less than 8'],
      ['the number of channels is 8 or more'],
    ]);
  });

  test('values per channel, before the axis', () => {
    expect(between(callOfShape([9, 2], 1), callOfShape([4, 2], 1))).toEqual([
      [
        'the number of values per channel is odd',
        'the number of values per channel is not a multiple of 4',
        'the number of values per channel is 9 or more',
        'the number of positions before the channel axis is 9 or more',
      ],
      [
        'the number of values per channel is even',
        'the number of values per channel is less than 9',
        'the number of positions before the channel axis is less than 9',
      ],
    ]);
  });

  test('values per channel, after the axis', () => {
    expect(between(callOfShape([2, 2, 3], 1), callOfShape([2, 2, 4], 1))).toEqual([
      [
        'the number of values per channel is not a multiple of 4',
        'the number of positions after the channel axis is odd',
        'the number of positions after the channel axis is not a multiple of 4',
        'the number of values per channel is less than 8',
        'the number of positions after the channel axis is less than 4',
      ],
      [
        'the number of positions after the channel axis is even',
        'the number of values per channel is 8 or more',
        'the number of positions after the channel axis is 4 or more',
      ],
    ]);
  });

  test('rank and axis', () => {
    expect(between(callOfShape([4, 2], 1), callOfShape([4, 2, 1], 1))).toEqual([
      ['the rank is 2', 'the rank is less than 3', 'the channel axis is the last'],
      ['the rank is 3', 'the rank is 3 or more', 'the channel axis is not the last', 'the last axis has length 1'],
    ]);
    expect(between(callOfShape([1, 2, 4, 1], 1), callOfShape([1, 1, 2, 4], 2))).toEqual([
      ['the channel axis is 1', 'the channel axis is less than 2', 'the last axis has length 1'],
      ['the channel axis is 2', 'the channel axis is 2 or more'],
    ]);
  });

  test('a limit lies at each number but the least, by size', () => {
    const counts = [20, 3, 100, 20];
    const traits = traitsOf(
      counts.map((channels) => callOfShape([4, channels], 1)),
      'inferForward',
    );
    const limits = traits.filter(({ says }) => /channels is .*\d\d/.test(says));
    expect(limits).toEqual([
      { says: 'the number of channels is 20 or more', holds: [true, false, true, true] },
      { says: 'the number of channels is less than 20', holds: [false, true, false, false] },
      { says: 'the number of channels is 100 or more', holds: [false, false, true, false] },
      { says: 'the number of channels is less than 100', holds: [true, true, false, true] },
    ]);
  });
});

describe('numbers', () => {
  test('epsilon', () => {
    expect(between(call({ epsilon: 2 }), call({ epsilon: 1 }))).toEqual([
      ['epsilon is 2 or more'],
      ['epsilon is less than 2'],
    ]);
  });

  test('momentum, in training', () => {
    const [one, other] = [call({ momentum: 0.5 }), call({ momentum: 1 })];
    expect(between(one, other, 'trainForward')).toEqual([['momentum is 0.5'], ['momentum is 1']]);
    expect(between(one, other, 'inferForward')).toEqual([[], []]);
  });
});

describe('what is given', () => {
  test.each([
    ['gamma', 'gamma'],
    ['beta', 'beta'],
    ['runningMean', 'the running mean'],
  ])('%s', (name, spoken) => {
    const none = { gamma: undefined, beta: undefined };
    const [not, is] = between(call(none), call({ ...none, [name]: vector([2, 3]) }));
    expect(not).toContain(`${spoken} is not given`);
    expect(is).toEqual([`${spoken} is given`]);
  });
});

describe('types', () => {
  const wide = vector([2, 2], 'float64');
  const own = (): Call => call({ runningMean: vector([2, 2]), runningVar: vector([2, 2]), invStd: vector([2, 2]) });
  const foreign = { mean: vector([1e4, 1e4], 'float64') };

  test('of x', () => {
    const x = tensor('float64', [4, 2], [2, 3, 4, 5, 6, 7, 8, 9]);
    const parameters = Object.fromEntries(['gamma', 'beta', 'variance'].map((name) => [name, wide]));
    expect(between(call(), call({ x, ...parameters, ...foreign }))).toEqual([
      ['x is of type float32'],
      ['x is of type float64'],
    ]);
  });

  test.each([
    ['gamma', 'gamma or beta has'],
    ['beta', 'gamma or beta has'],
    ['runningMean', 'a statistic has'],
    ['runningVar', 'a statistic has'],
    ['variance', 'a statistic has'],
    ['invStd', 'a statistic has'],
  ])('of %s', (name, says) => {
    expect(between({ ...own(), [name]: wide }, own())).toEqual([[`${says} another type than x`], []]);
  });

  test('of the mean', () => {
    expect(between({ ...own(), ...foreign }, own())).toEqual([['a statistic has another type than x'], []]);
  });
});

describe('values', () => {
  const spoken = {
    gamma: 'gamma',
    beta: 'beta',
    runningMean: 'the running mean',
    runningVar: 'the running variance',
    variance: 'the given variance',
    invStd: 'the given inverse standard deviation',
  };
  describe.each(Object.entries(spoken))('of %s', (name, said) => {
    test.each<[string, number[], string[], string[]]>([
      ['a 0 first', [0, 2], [`${said} contains a 0`, `the first value of ${said} is 0`], []],
      ['a 0 last', [2, 0], [`${said} contains a 0`], []],
      [
        '0 throughout',
        [0, 0],
        [`${said} contains a 0`, `the first value of ${said} is 0`, `every value of ${said} is 0`],
        [],
      ],
      ['a 1 first', [1, 2], [`the first value of ${said} is 1`], []],
      ['1 throughout', [1, 1], [`the first value of ${said} is 1`, `every value of ${said} is 1`], []],
      ['a negative number', [2, -2], [`${said} contains a negative value`], [`no value of ${said} is negative`]],
      ['a NaN', [2, Number.NaN], [`${said} contains a NaN`], []],
      ['an infinity', [2, Infinity], [`${said} contains an infinity`], []],
      [
        'a negative infinity',
        [-Infinity, 2],
        [`${said} contains a negative value`, `${said} contains an infinity`],
        [`no value of ${said} is negative`],
      ],
    ])('%s', (_, values, expected, otherwise) => {
      expect(between(call({ [name]: vector(values) }), call({ [name]: vector([2, 2]) }))).toEqual([
        expected,
        otherwise,
      ]);
    });
  });

  test('of x, dy and the given mean', () => {
    const x = (values: readonly number[]): object => ({ x: tensor('float32', [2, 2], values), ...mean([1e4, 1e4]) });
    const mean = (values: readonly number[]): object => ({ mean: vector(values) });
    expect(between(call(x([2, 3, 0, 5])), call(x([2, 3, 4, 5])))).toEqual([['x contains a 0'], []]);
    expect(between(call(mean([Number.NaN, 1e4])), call(mean([1e4, 1e4])))).toEqual([
      ['the given mean contains a NaN'],
      [],
    ]);
    const dy = (...values: readonly number[]): object => ({ dy: tensor('float32', [4, 2], values) });
    const [few, more] = [dy(2, 3, 4, 5, 6, 7, 8, 9), dy(2, 3, 4, 5, 6, 7, 8, Infinity)];
    expect(between(call(more), call(few), 'trainBackward')).toEqual([['dy contains an infinity'], []]);
  });
});

describe('a channel', () => {
  const [varied, constant] = [
    [5, 7, 6, 8],
    [5, 7, 6, 7],
  ];
  const [x, dy] = ['x', 'dy'].map((name) => (values: readonly number[], shape: readonly number[] = [2, 2]) => ({
    [name]: tensor('float32', shape, values),
  }));

  test('of x, or of dy, may be constant', () => {
    const base = { x: tensor('float32', [2, 2], varied) };
    expect(between(call(x(constant)), call(x(varied)))).toEqual([['a channel of x is constant'], []]);
    expect(between(call({ ...base, ...dy(constant) }), call({ ...base, ...dy(varied) }))).toEqual([
      ['a channel of dy is constant'],
      [],
    ]);
  });

  test('is not constant where it has a NaN, or one value alone', () => {
    const [held] = between(call(x([5, Number.NaN, 6, 7])), call(x(varied)));
    expect(held).toEqual(['x contains a NaN']);
    const [one] = between(callOfShape([1, 2], 1), callOfShape([2, 2], 1));
    expect(one).not.toContain('a channel of x is constant');
  });
});

describe('the given mean', () => {
  const own = 'the given mean is the mean of x';
  const foreign = 'the given mean is not the mean of x';
  /** Channels of means 3 and -40. */
  const x = tensor('float32', [2, 2], [2, -30, 4, -50]);
  const given = (...means: readonly number[]): Call => call({ x, mean: vector(means) });

  test.each<[string, number[]]>([
    ['of another first channel', [4, -40]],
    ['of another last channel', [3, 40]],
    ['far beyond', [1e6, -40]],
    ['beyond two hundredths', [3.07, -40]],
  ])('%s', (_, means) => {
    const told = between(given(...means), given(3, -40));
    expect(told.map((says) => says.filter((one) => one === own || one === foreign))).toEqual([[foreign], [own]]);
  });

  test('is its own as far as it may be rounded, or any order of additions gives it', () => {
    const factor = fc.double({ min: 0.99, max: 1.01, noNaN: true });
    fc.assert(
      fc.property(factor, factor, (a, b) => {
        const told = between(given(3 * a, -40 * b), given(3, 7));
        expect(told[0]).toContain(own);
      }),
    );
  });

  test('is not reported for calls that have none', () => {
    const [none] = between(call({ mean: undefined }), given(4, -40));
    expect(none).toContain(own);
  });
});
