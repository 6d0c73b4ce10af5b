/** Claims of part 7 of the page about the experiment, for five seeds. */
import { describe, expect, test } from 'vitest';
import fast from '../../../impl/fast/index.ts';
import { experiment, outcome } from '../../../spec/learn/experiment/settings.ts';
import { type EpochRecord, train } from '../../../spec/learn/experiment/train.ts';
import { type ActivationName, activations } from '../../../spec/learn/network/activation.ts';
import { atOnce } from '../../../spec/learn/network/batch-normalization.ts';

const batchNorm = atOnce(fast);
const { seeds, deep } = outcome;

const lostBy = ({ layers }: EpochRecord): number[] => layers.map(({ lost }) => lost);
const spread = ({ fit }: EpochRecord): number => Math.max(...fit) - Math.min(...fit);

interface Run {
  readonly first: EpochRecord;
  readonly last: EpochRecord;
  readonly length: number;
}

function run(activation: ActivationName, seed: number, normalized: boolean): Run {
  const records = [...train({ activation, seed, ...(normalized && { batchNorm }) })];
  return { first: records[0], last: records.at(-1)!, length: records.length };
}

describe.each(activations)('the experiment with %s', (activation) => {
  const runs = seeds.map((seed) => ({
    with: run(activation, seed, true),
    without: run(activation, seed, false),
  }));

  test('records every epoch', () => {
    for (const each of runs) expect(each.with.length).toBe(experiment.epochs + 1);
  });

  test('starts from the same loss with and without', () => {
    // Running statistics are still 0 and 1: only epsilon tells the two apart.
    for (const each of runs) expect(each.with.first.loss / each.without.first.loss).toBeCloseTo(1, 2);
  });

  test('ends at the share of the loss that the page states, with batch normalization', () => {
    for (const each of runs) expect(each.with.last.loss).toBeLessThan(outcome.loss * each.without.last.loss);
  });

  test('loses no more units in any layer with it than the page states', () => {
    for (const each of runs) expect(Math.max(...lostBy(each.with.last))).toBeLessThanOrEqual(outcome.lostWith);
  });

  test('loses nearly all units of the last layers without it', () => {
    for (const each of runs) {
      expect(Math.min(...lostBy(each.without.last).slice(-deep))).toBeGreaterThanOrEqual(outcome.lostWithout);
    }
  });

  test('answers one number without it, and a curve with it', () => {
    for (const each of runs) {
      expect(spread(each.without.last)).toBeLessThan(experiment.noiseStd / 2);
      expect(spread(each.with.last)).toBeGreaterThan(20 * experiment.noiseStd);
    }
  });

  test(`loses the deep layers ${activation === 'tanh' ? 'only in training' : 'from the start'} without it`, () => {
    for (const each of runs) {
      const lost = lostBy(each.without.first).slice(-deep);
      expect(lost).toEqual(lost.map(() => (activation === 'tanh' ? 0 : 1)));
    }
  });

  test('leaves room to move in every layer with it', () => {
    // For ReLU about half of the values are flat by nature.
    const most = activation === 'tanh' ? 1 / 2 : 3 / 4;
    for (const each of runs) {
      expect(Math.max(...each.with.last.layers.map(({ saturated }) => saturated))).toBeLessThan(most);
    }
  });
});
