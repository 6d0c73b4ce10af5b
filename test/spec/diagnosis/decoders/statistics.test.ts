/** Every known formula of a statistic is named. */
import { describe, expect, test } from 'vitest';
import type { Steps } from '../../../../impl/plain/steps.ts';
import { byChannel } from '../../../../spec/diagnosis/channel-data.ts';
import { decodeStatistics } from '../../../../spec/diagnosis/decoders/statistics.ts';
import type { Implementation, TrainForward } from '../../../../spec/terms/contract.ts';
import { tensor } from '../../../../spec/terms/tensor.ts';
import { right, seenBy, shapes } from '../calls-of-shapes.ts';
import { found } from '../decoded-probes.ts';
import { mean, parts, squares, sum, variance } from '../moments.ts';

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

  test('that is right, unknown, or wrong in two channels only, is not reported', async () => {
    expect(await told('mean', ({ x }) => mean(x))).toEqual([]);
    expect(await told('mean', ({ x }) => mean(x) + 1)).toEqual([]);
    const doubled = ({ all }: Values): number => mean(all);
    expect(await told('mean', doubled, [[3, 2, 5]])).toEqual([]);
    expect(await told('mean', doubled, [[3, 3, 5]])).toHaveLength(1);
  });
});

describe('a statistic, among all decoders', () => {
  const padded = (x: Float64Array): number => Math.ceil(x.length / 8) * 8;
  test.each<[string, RegExp, Partial<Steps>]>([
    [
      'ST12',
      /mean that training returns divides by m rounded up to a multiple of 8/,
      { mean: (x) => sum(x) / padded(x) },
    ],
    [
      'ST01',
      /variance that training returns divides by m - 1/,
      { variance: (x, mean) => squares(x, mean) / (x.length - 1) },
    ],
    ['ST07', /is the mean of the squares of x/, { variance: (x) => squares(x, 0) / x.length }],
    [
      'SY01',
      /variances of the two halves of a channel/,
      {
        variance: (x) => {
          const halves = [x.subarray(0, x.length >> 1), x.subarray(x.length >> 1)];
          return sum(halves.map((half) => squares(half, mean(half)) / half.length)) / 2;
        },
      },
    ],
    [
      'PR20',
      /merges chunks of 4 without the spread of their means/,
      {
        variance: (x) => {
          const chunks = Array.from({ length: Math.ceil(x.length / 4) }, (_, k) => x.subarray(4 * k, 4 * k + 4));
          return sum(chunks.map((chunk) => squares(chunk, mean(chunk)))) / x.length;
        },
      },
    ],
  ])('%s is reported, and nothing that follows from it', async (id, says, changes) => {
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
