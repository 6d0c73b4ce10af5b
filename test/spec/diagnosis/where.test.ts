/** Conditions of mistakes that nothing known explains, read from many combinations. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import { mapValues } from '../../../spec/cases/variants.ts';
import { byChannel } from '../../../spec/diagnosis/channel-data.ts';
import type { Scope } from '../../../spec/diagnosis/findings.ts';
import { traitsOf } from '../../../spec/diagnosis/traits.ts';
import { decodeWhere } from '../../../spec/diagnosis/where.ts';
import { resolveClaims } from '../../../spec/profiles.ts';
import type { Implementation, InferForward } from '../../../spec/terms/contract.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const right = implementationOf('', {}, { dtypes: ['float32', 'float64'] });
const claims = resolveClaims(right.claims);
const left: Scope[] = [{ operation: 'inferForward', output: 'y', missed: [], right: [] }];

/** Adds 1 to every y of the calls in which it is wrong. */
const wrongWhere = (is: (call: InferForward) => boolean): Implementation => ({
  ...right,
  inferForward: async (call) => {
    const { y } = await right.inferForward(call);
    return { y: is(call) ? mapValues(y, (value) => value + Math.max(1, Math.abs(value))) : y };
  },
});

const told = async (is: (call: InferForward) => boolean): Promise<string[]> => {
  const found = await decodeWhere({ target: targetOf(wrongWhere(is)), reference, claims }, left);
  return found.map(({ id, says, evidence }) => `${id}: ${says} ${evidence}`);
};

const channels = ({ x, axis }: InferForward): number => layoutOf(x.shape, axis).channels;

describe('a condition', () => {
  test('of one part is told, with the calls that show it', async () => {
    const [all, ...more] = await told(({ beta }) => beta === undefined);
    expect(all).toMatch(
      /^where: inferForward gives wrong y where beta is not given, and nowhere else. (\d+) of \1 such calls miss the text, and none of \d+ others, of all sizes, types and values$/,
    );
    expect(more).toEqual([]);
  });

  test('is told by the limit that lies between right and wrong calls', async () => {
    expect((await told((call) => channels(call) > 16))[0]).toMatch(
      /^where: inferForward gives wrong y where the number of channels is 17 or more, and nowhere else/,
    );
  });

  test('of two parts is told by both', async () => {
    const [all] = await told((call) => call.x.dtype === 'float64' && channels(call) % 2 === 1);
    expect(all).toMatch(
      /^where: inferForward gives wrong y where x is of type float64 and the number of channels is odd, and nowhere else/,
    );
  });

  test('that is not among those that can be told is told as far as it is', async () => {
    const [all] = await told(({ gamma, x }) => gamma === undefined && valuesOf(x)[0] > 0);
    expect(all).toMatch(
      /^where: inferForward gives wrong y only where gamma is not given( and .*)?\. (\d+) of \d+ such/,
    );
  });

  test('is none where every call is wrong, where few are, and where nothing is', async () => {
    expect(await told(() => true)).toEqual([]);
    expect(await told(() => false)).toEqual([]);
    let k = 0;
    expect(await told(({ beta }) => beta === undefined && k++ < 2)).toEqual([]);
  });

  test('is none where wrong calls have nothing in common that most right ones have not', async () => {
    let k = 0;
    expect(await told(() => k++ % 2 === 0)).toEqual([]);
  });
});

test('what a call does to its own arguments is told, and not what the call after it sees of that', async () => {
  const writing: Implementation = {
    ...right,
    inferForward: async (call) => {
      const answer = await right.inferForward(call);
      if (!call.beta) call.x.data[0] = 7;
      return answer;
    },
  };
  const purity: Scope[] = [{ operation: 'inferForward', output: 'purity', missed: [], right: [] }];
  const [{ says }] = await decodeWhere({ target: targetOf(writing), reference, claims }, purity);
  expect(says).toBe('inferForward touches memory that is not its own where beta is not given, and nowhere else.');
});

test('outputs of one operation are told together, and only those that are asked for', async () => {
  const implementation: Implementation = {
    ...right,
    trainForward: async (call) => {
      const answer = await right.trainForward(call);
      const { y, mean } = answer;
      if (call.gamma) return answer;
      return { ...answer, y: mapValues(y, () => 7e7), ...(mean && { mean: mapValues(mean, () => 7e7) }) };
    },
  };
  const of = (...outputs: readonly Scope['output'][]): Promise<{ says: string }[]> =>
    decodeWhere(
      { target: targetOf(implementation), reference, claims },
      outputs.map((output) => ({ operation: 'trainForward', output, missed: [], right: [] })),
    );
  const says = async (...outputs: readonly Scope['output'][]): Promise<string[]> =>
    (await of(...outputs)).map((diagnosis) => diagnosis.says);
  const where = 'where gamma is not given, and nowhere else.';
  expect(await says('y', 'mean')).toEqual([`trainForward gives wrong y, mean ${where}`]);
  expect(await says('mean')).toEqual([`trainForward gives wrong mean ${where}`]);
});

describe('traits', () => {
  const call = (shape: readonly number[], axis: number, changes: object = {}): InferForward => ({
    ...callOf.inferForward(scenarioOf(claims, { shape, axis })),
    ...changes,
  });
  const f32 = (...values: readonly number[]): object => tensor('float32', [values.length], values);
  const ofX = ({ x }: InferForward): object => f32(...byChannel(x, 1).map((v) => v.reduce((a, b) => a + b) / v.length));
  const holding = (one: InferForward, other: InferForward): string[] =>
    traitsOf([one, other], 'inferForward')
      .filter(({ holds }) => holds[0])
      .map(({ says }) => says);

  test('tell two calls apart, and nothing is told in which they are alike', () => {
    const same = call([4, 3], 1);
    expect(traitsOf([same, same], 'inferForward')).toEqual([]);
    expect(holding({ ...same, epsilon: 2 }, same)).toEqual(['epsilon is 2 or more']);
  });

  test.each<[string, InferForward, InferForward, string[]]>([
    [
      'a shape',
      call([2, 3, 5], 1),
      call([4, 2], 1),
      [
        'the rank is 3',
        'the channel axis is not the last',
        'the number of channels is odd',
        'the number of values per channel is no multiple of 4',
        'the number of positions after the channel axis is 5 or more',
        'the number of positions before the channel axis is less than 4',
      ],
    ],
    [
      'an axis',
      call([4, 4], 0),
      call([4, 4], 1),
      [
        'the channel axis is 0',
        'the channel axis is not the last',
        'the number of positions before the channel axis is less than 4',
      ],
    ],
    ['what is given', call([4, 2], 1, { gamma: undefined }), call([4, 2], 1), ['gamma is not given']],
    [
      'values',
      call([4, 2], 1, { beta: f32(0, -1) }),
      call([4, 2], 1, { beta: f32(1, 2) }),
      ['beta has a 0', 'beta has a negative number', 'the first number of beta is 0'],
    ],
    [
      'special values',
      call([4, 2], 1, { mean: f32(Number.NaN, 2) }),
      call([4, 2], 1, { mean: f32(1, Infinity) }),
      ['the given mean has a NaN'],
    ],
    [
      'types',
      call([4, 2], 1, { variance: tensor('float64', [2], [3, 4]) }),
      call([4, 2], 1, { variance: tensor('float32', [2], [3, 4]) }),
      ['statistics are of another type than x'],
    ],
    [
      'a mean that is not of x',
      call([4, 2], 1, { mean: f32(3, -2) }),
      call([4, 2], 1, { mean: ofX(call([4, 2], 1)) }),
      ['the given mean is not that of x'],
    ],
    [
      'a constant channel',
      call([2, 2], 1, { x: tensor('float32', [2, 2], [5, 7, 5, 8]) }),
      call([2, 2], 1, { x: tensor('float32', [2, 2], [5, 7, 6, 8]) }),
      ['a channel of x is constant'],
    ],
  ])('%s', (_, one, other, expected) => {
    expect(holding(one, other)).toEqual(expect.arrayContaining(expected));
  });
});
