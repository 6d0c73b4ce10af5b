/** Momentum, read from the running mean: one that is always the same, and where nothing is read. */
import { describe, expect, test } from 'vitest';
import { mapValues } from '../../../../spec/cases/scenario-variants.ts';
import { decodeMomentum } from '../../../../spec/diagnosis/decoders/momentum.ts';
import type { Implementation } from '../../../../spec/terms/contract.ts';
import { tensor } from '../../../../spec/terms/tensor.ts';
import { found } from '../decoded-probes.ts';
import { type Asked, claims, probesOf, right, seenBy, withoutStatistics } from '../seen-calls.ts';

describe('momentum', () => {
  const calls = [0.25, 0.9, 0.5].map((momentum): Asked => ({ momentum }));
  const always = (momentum: number): Implementation => ({
    ...right,
    trainForward: (call) => right.trainForward({ ...call, momentum }),
  });
  const read = async (implementation: Implementation, asked: readonly Asked[] = calls, own = claims) =>
    decodeMomentum(await seenBy(implementation, probesOf('trainForward', asked)), own);

  test('that is always the same', async () => {
    expect(await read(always(0.1))).toEqual({
      id: 'IF02',
      says: 'Momentum is always 0.1.',
      evidence: expect.stringMatching(
        /^the running mean changes by this weight in [456] channels, while momentum is 0.25, 0.9, 0.5$/,
      ) as string,
    });
    const old = { ...claims, momentumWeights: 'old' } as const;
    expect(await read(always(0.1), calls, old)).toMatchObject({ says: 'Momentum is always 0.9.' });
  });

  test('that is the given one, or no weight at all, is not reported', async () => {
    expect(await read(right)).toBeUndefined();
    expect(await read(always(0))).toBeUndefined();
    expect(await read(withoutStatistics)).toBeUndefined();
  });

  test('needs three momenta, and a running mean that is not that of the batch', async () => {
    expect(await read(always(0.1), calls.slice(0, 2))).toBeUndefined();
    expect(await read(always(0.1), [...calls.slice(0, 2), ...calls.slice(0, 2)])).toBeUndefined();
    const noMean = (): object => ({ runningMean: undefined });
    expect(
      await read(
        always(0.1),
        calls.map((asked) => ({ ...asked, change: noMean })),
      ),
    ).toBeUndefined();
    const close: Asked['change'] = ({ x }) => ({
      x: mapValues(x, (_, i) => 4 + (i % 3)),
      runningMean: tensor('float32', [2], [5, 5.25]),
    });
    expect(
      await read(
        always(0.1),
        calls.map((asked) => ({ ...asked, change: close })),
      ),
    ).toBeUndefined();
  });
});

describe('momentum, among all decoders', () => {
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

  test('of the old value: the right weight is reported', async () => {
    const all = await found(
      { update: (old, statistic, weight) => weight * old + (1 - weight) * statistic },
      { momentumWeights: 'old' },
    );
    expect(all.map(({ id }) => id)).toEqual(['RS01']);
    expect(all[0].evidence).toMatch(/ and is the weight of the old one, so [\d.]+ would be right$/);
  });
});
