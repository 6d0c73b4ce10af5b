/** Every factor of a gradient and every formula of a statistic that decoders know, told by its name. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import { mapValues } from '../../../spec/cases/variants.ts';
import { answersTo, expectationsOf } from '../../../spec/diagnosis/answers.ts';
import { byChannel, perChannel } from '../../../spec/diagnosis/channel-data.ts';
import type { Probe } from '../../../spec/diagnosis/probes.ts';
import { decodeRatios } from '../../../spec/diagnosis/ratios.ts';
import { type Seen, seenOf } from '../../../spec/diagnosis/seen.ts';
import { decodeStatistics } from '../../../spec/diagnosis/statistics.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { BackwardResult, Implementation, TrainForward } from '../../../spec/terms/contract.ts';
import { channelOf, layoutOf } from '../../../spec/terms/layout.ts';
import type { Operation } from '../../../spec/terms/operations.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const right = implementationOf('');
const claims = resolveClaims(right.claims);

/** Where batch, positions, m and the number of channels differ. */
const shapes = [
  [3, 2, 5],
  [4, 3, 3],
  [6, 2, 7],
];

async function seenBy(implementation: Implementation, operation: Operation, given = shapes): Promise<Seen[]> {
  const probes = given.map((shape, k): Probe => {
    const s = scenarioOf(claims, { shape, axis: 1, family: 'hard', seed: k + 1, epsilon: 0.5 });
    return { operation, call: callOf[operation](s) } as Probe;
  });
  const answers = await answersTo(targetOf(implementation), probes);
  return seenOf(probes, answers, expectationsOf(probes, reference, claims), claims);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const squares = (values: readonly number[], center = mean(values)): number => sum(values.map((v) => (v - center) ** 2));
const variance = (values: readonly number[]): number => squares(values) / values.length;
const parts = (values: readonly number[], size: number): number[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, k) => values.slice(k * size, (k + 1) * size));

interface Channel {
  readonly m: number;
  readonly batch: number;
  readonly gamma: number;
  readonly r: number;
}

type Gradient = 'dx' | 'dgamma' | 'dbeta';

/** An output of the training gradients, multiplied channel by channel. */
function times(output: Gradient, factor: (channel: Channel) => number): Implementation {
  return {
    ...right,
    trainBackward: async (call): Promise<BackwardResult> => {
      const answer = await right.trainBackward(call);
      const layout = layoutOf(call.x.shape, call.axis);
      const gammas = perChannel(call.gamma, layout.channels, 1);
      const factors = byChannel(call.x, call.axis).map((x, c) => {
        const r = 1 / Math.sqrt(variance(x) + call.epsilon);
        return factor({ m: layout.perChannel, batch: call.x.shape[0], gamma: gammas[c], r });
      });
      const given = answer[output];
      if (given === undefined) return answer;
      return {
        ...answer,
        [output]: mapValues(given, (value, i) => value * factors[output === 'dx' ? channelOf(layout, i) : i]),
      };
    },
  };
}

describe('a gradient', () => {
  const told = async (output: Gradient, factor: (channel: Channel) => number, given = shapes): Promise<string[]> => {
    const found = decodeRatios(await seenBy(times(output, factor), 'trainBackward', given));
    return found.map(({ operation, output: name, diagnosis: { id, says } }) => `${operation} ${name} ${id}: ${says}`);
  };

  test.each<[string, Gradient, string, (channel: Channel) => number]>([
    ['BW17', 'dgamma', 'divided by m', ({ m }) => 1 / m],
    ['BW17', 'dbeta', 'divided by N', ({ batch }) => 1 / batch],
    ['BW17', 'dgamma', 'divided by S', ({ m, batch }) => batch / m],
    ['factor', 'dx', 'divided by m', ({ m }) => 1 / m],
    ['SY09', 'dbeta', 'twice the right value', () => 2],
    ['SY09', 'dgamma', 'half the right value', () => 0.5],
    ['factor', 'dx', 'the right value with the wrong sign', () => -1],
    ['AF03', 'dx', 'computed with the absolute value of gamma', ({ gamma }) => Math.sign(gamma)],
    ['BW05', 'dx', 'not multiplied by gamma', ({ gamma }) => 1 / gamma],
    ['BW06', 'dgamma', 'multiplied by gamma once too often', ({ gamma }) => gamma],
    ['BW07', 'dx', 'multiplied by the inverse standard deviation once too often', ({ r }) => r],
    ['BW15', 'dgamma', 'not multiplied by the inverse standard deviation', ({ r }) => 1 / r],
  ])('%s: %s is %s', async (id, output, says, factor) => {
    expect(await told(output, factor)).toEqual([
      `trainBackward ${output} ${id}: In train_backward ${output} is ${says}.`,
    ]);
  });

  test('tells in how many channels, and the first factor', async () => {
    const [{ diagnosis }] = decodeRatios(
      await seenBy(
        times('dbeta', () => 2),
        'trainBackward',
      ),
    );
    expect(diagnosis.evidence).toMatch(
      /^the ratio to the right value fits this in [67] channels; where it is wrong first, it is 2$/,
    );
  });

  test('without a factor that is known, or right, tells nothing', async () => {
    expect(await told('dx', () => 1)).toEqual([]);
    expect(await told('dx', () => 3)).toEqual([]);
    expect(await told('dbeta', () => 2, [[3, 3, 5]])).toEqual([]);
    expect(await told('dbeta', () => 2, [[3, 4, 5]])).toHaveLength(1);
  });

  test('that is no multiple tells nothing', async () => {
    const bent: Implementation = {
      ...right,
      trainBackward: async (call) => {
        const answer = await right.trainBackward(call);
        return { ...answer, dx: mapValues(answer.dx, (value, i) => 2 * value + (i % 2)) };
      },
    };
    expect(decodeRatios(await seenBy(bent, 'trainBackward'))).toEqual([]);
  });
});

interface Values {
  readonly x: readonly number[];
  readonly all: readonly number[];
  readonly batch: number;
  readonly epsilon: number;
}

/** Hands out another statistic; all else is right. */
function handingOut(output: 'mean' | 'variance', of: (values: Values) => number): Implementation {
  return {
    ...right,
    trainForward: async (call: TrainForward) => {
      const answer = await right.trainForward(call);
      const all = Array.from(call.x.data, Number);
      const values = byChannel(call.x, call.axis).map((x) =>
        of({ x, all, batch: call.x.shape[0], epsilon: call.epsilon }),
      );
      return { ...answer, [output]: tensor('float32', [values.length], values) };
    },
  };
}

describe('a statistic', () => {
  const told = async (
    output: 'mean' | 'variance',
    of: (values: Values) => number,
    given = shapes,
  ): Promise<string[]> => {
    const found = decodeStatistics(await seenBy(handingOut(output, of), 'trainForward', given));
    return found.map(({ id, says }) => `${id}: ${says}`);
  };
  const padded = (x: readonly number[], width: number): number => Math.ceil(x.length / width) * width;

  test.each<[string, string, (values: Values) => number]>([
    ['ST05', 'is taken over all channels together', ({ all }) => mean(all)],
    ['ST03', 'divides by N · C · S', ({ x, all }) => sum(x) / all.length],
    ['ST02', 'divides by N instead of N · S', ({ x, batch }) => sum(x) / batch],
    ['ST02', 'divides by S instead of N · S', ({ x, batch }) => (sum(x) * batch) / x.length],
    ['ST12', 'divides by m rounded up to a multiple of 32', ({ x }) => sum(x) / padded(x, 32)],
    ['PR20', 'is the mean of the means of chunks of 8', ({ x }) => mean(parts(x, 8).map(mean))],
  ])('%s: the mean %s', async (id, says, of) => {
    expect(await told('mean', of)).toEqual([`${id}: The mean that training returns ${says}.`]);
  });

  test.each<[string, string, (values: Values) => number]>([
    ['ST01', 'divides by m - 1', ({ x }) => squares(x) / (x.length - 1)],
    ['ST05', 'is taken over all channels together', ({ all }) => variance(all)],
    ['ST03', 'divides by N · C · S', ({ x, all }) => squares(x) / all.length],
    ['ST02', 'divides by N instead of N · S', ({ x, batch }) => squares(x) / batch],
    ['ST02', 'divides by S instead of N · S', ({ x, batch }) => (squares(x) * batch) / x.length],
    ['EP05', 'includes epsilon', ({ x, epsilon }) => variance(x) + epsilon],
    ['statistic', 'is the standard deviation', ({ x }) => Math.sqrt(variance(x))],
    ['ST07', 'is the mean of the squares of x', ({ x }) => squares(x, 0) / x.length],
    [
      'SY01',
      'is the mean of the variances of the two halves of a channel',
      ({ x }) => mean([x.slice(0, x.length >> 1), x.slice(x.length >> 1)].map(variance)),
    ],
    [
      'SY01',
      'is the mean of the variances of the samples',
      ({ x, batch }) => mean(parts(x, x.length / batch).map(variance)),
    ],
    ['ST12', 'divides by m rounded up to a multiple of 32', ({ x }) => squares(x) / padded(x, 32)],
    [
      'PR20',
      'merges chunks of 4 without the spread of their means',
      ({ x }) => sum(parts(x, 4).map((part) => squares(part))) / x.length,
    ],
  ])('%s: the variance %s', async (id, says, of) => {
    expect(await told('variance', of)).toEqual([`${id}: The variance that training returns ${says}.`]);
  });

  test('is read beside the mean that is handed out, and without it', async () => {
    const unbiased = handingOut('variance', ({ x }) => squares(x) / (x.length - 1));
    const alone: Implementation = {
      ...unbiased,
      trainForward: async (call) => {
        const { y, variance: handed } = await unbiased.trainForward!(call);
        return { y, ...(handed && { variance: handed }) };
      },
    };
    const [{ id, evidence }] = decodeStatistics(await seenBy(alone, 'trainForward'));
    expect(id).toBe('ST01');
    expect(evidence).toMatch(
      /^this fits in all [67] channels, 0 of which are right nevertheless; the first wrong value is [\d.]+, where the variance is [\d.]+$/,
    );
  });

  test('that is right, unknown, or wrong in two channels only, is not told', async () => {
    expect(await told('mean', ({ x }) => mean(x))).toEqual([]);
    expect(await told('mean', ({ x }) => mean(x) + 1)).toEqual([]);
    const doubled = ({ all }: Values): number => mean(all);
    expect(await told('mean', doubled, [[3, 2, 5]])).toEqual([]);
    expect(await told('mean', doubled, [[3, 3, 5]])).toHaveLength(1);
  });
});
