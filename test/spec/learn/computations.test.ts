/** Claims of the other parts of the page, compared with the reference and with each other. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import fast from '../../../impl/fast/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { boundsOf } from '../../../spec/accuracy/bounds.ts';
import { lines, undo } from '../../../spec/learn/computations/algorithm.ts';
import { gradients, termNames, triedOut } from '../../../spec/learn/computations/backward.ts';
import { freshLayers } from '../../../spec/learn/computations/distributions.ts';
import { course, population } from '../../../spec/learn/computations/running.ts';
import { batchOf, neuron } from '../../../spec/learn/computations/saturation.ts';
import { bowlOf, features, standardize, stepsToHundredth } from '../../../spec/learn/computations/standardize.ts';
import { flow } from '../../../spec/learn/computations/stages-of-a-layer.ts';
import type { ActivationName } from '../../../spec/learn/network/activation.ts';
import { atOnce } from '../../../spec/learn/network/batch-normalization.ts';
import { columnOf } from '../../../spec/learn/network/matrix.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Calls, TensorName } from '../../../spec/terms/operations.ts';
import type { Truth } from '../../../spec/terms/truth.ts';

const batchNorm = atOnce(fast);
const claims = resolveClaims(fast.claims);
const unitRoundoff = 2 ** -24;

const one = (value: number): ReturnType<typeof columnOf> => ({ ...columnOf([value]), shape: [1] as never });
const exact = (truth: Truth, name: TensorName, i = 0): number => {
  const { hi, lo } = truth.outputs[name]!;
  return hi[i] + lo[i];
};

const value = fc.integer({ min: -800, max: 800 }).map((n) => n / 16);
const batches = fc
  .array(value, { minLength: 6, maxLength: 6 })
  .filter((batch) => Math.max(...batch) - Math.min(...batch) >= 1);
const epsilons = fc.constantFrom(1e-5, 1, 10);

describe('part 1, one scale', () => {
  test('turns a long valley into a round bowl', () => {
    const { x, target } = features();
    const [raw, standard] = [bowlOf(x, target), bowlOf(standardize(batchNorm, x), target)];
    expect(raw.curvature[0] / raw.curvature[1]).toBeGreaterThan(20);
    expect(standard.curvature[0] / standard.curvature[1]).toBeLessThan(2);
    expect(stepsToHundredth(raw)).toBeGreaterThan(10 * stepsToHundredth(standard));
  });
});

describe('part 2, saturation', () => {
  test('lets nearly all of a change through at x = 1 and hardly any at x = 20', () => {
    expect(neuron(0.1 * 1, 'tanh').slope).toBeGreaterThan(0.98);
    expect(neuron(0.1 * 20, 'tanh').slope).toBeLessThan(0.1);
  });

  test('brings a batch back to where it is felt', () => {
    const { plain, normalized } = batchOf(batchNorm, { x: 20, weight: 0.1, activation: 'tanh' });
    const felt = (neurons: typeof plain): number => neurons.reduce((sum, { slope }) => sum + slope, 0);
    expect(felt(normalized)).toBeGreaterThan(felt(plain));
    expect(normalized[0].slope).toBeGreaterThan(5 * plain[0].slope);
  });
});

describe('part 3, where it goes', () => {
  test('leaves most samples with the same value only without it', () => {
    const flat = (values: readonly number[]): number => values.filter((value) => Math.abs(value) > 0.9).length;
    const [without, normalized] = [flow(undefined, 'tanh').activated, flow(batchNorm, 'tanh').activated];
    expect(flat(without)).toBeGreaterThan(without.length / 2);
    expect(flat(normalized)).toBeLessThan(normalized.length / 4);
  });
});

describe.each([1, 2, 3])('part 4, every layer, weights drawn with seed %i', (seed) => {
  type Layers = ReturnType<typeof freshLayers>;
  const layersOf = (activation: ActivationName, weightStd: number, normalized: boolean): Layers =>
    freshLayers({ activation, weightStd, seed, ...(normalized && { batchNorm }) });
  const filled = (shares: readonly number[]): number => shares.filter((share) => share > 0).length;

  test('fades from layer to layer with small weights, without it', () => {
    const bins = layersOf('tanh', 0.05, false).map(({ after }) => filled(after));
    expect(bins[0]).toBeGreaterThan(3 * bins[1]);
    expect(bins[1]).toBeGreaterThan(bins[2]);
    for (const each of bins.slice(2)) expect(each).toBeLessThan(5);
  });

  test('hits the walls in every layer with large weights, without it', () => {
    for (const { saturated } of layersOf('tanh', 5, false)) expect(saturated).toBeGreaterThan(0.8);
  });

  test('hardly depends on the weights with it', () => {
    for (const weightStd of [0.05, 0.5, 5]) {
      for (const { before, after, saturated } of layersOf('tanh', weightStd, true)) {
        expect(saturated).toBeLessThan(0.2);
        expect(filled(after)).toBeGreaterThan(35);
        // Around 0, and nearly all within three standard deviations of 1.
        const within = before.slice(8, 32).reduce((sum, share) => sum + share, 0);
        expect(within).toBeGreaterThan(0.97);
      }
    }
  });

  test('leaves about half of the values on the left side of ReLU with it', () => {
    for (const { saturated } of layersOf('relu', 0.5, true)) expect(Math.abs(saturated - 1 / 2)).toBeLessThan(0.1);
  });
});

describe('part 5, four lines', () => {
  test('gives the batch back, up to the errors of its parts', () => {
    fc.assert(
      fc.property(batches, epsilons, (batch, epsilon) => {
        const scale = undo(batchNorm, batch, epsilon);
        const call: Calls['trainForward'] = {
          x: columnOf(batch),
          gamma: one(scale.gamma),
          beta: one(scale.beta),
          epsilon,
          momentum: 1,
          axis: 1,
        };
        const truth = reference.answer('trainForward', call, claims);
        const { y } = lines(batchNorm, batch, scale, epsilon);
        const bounds = boundsOf('trainForward', call, truth, { grade: 'stable', claims, growth: 'any-order' });
        const [mean, invStd] = [exact(truth, 'mean'), exact(truth, 'invStd')];
        for (const [i, x] of batch.entries()) {
          // y is off by its bound and one rounding; γ and β are off from the exact root and mean by what they are.
          const ofY = bounds.y![i] + unitRoundoff * Math.abs(exact(truth, 'y', i));
          const ofScale = Math.abs(scale.gamma * invStd - 1) * Math.abs(x - mean) + Math.abs(scale.beta - mean);
          expect(Math.abs(y[i] - x)).toBeLessThanOrEqual(ofY + ofScale);
        }
      }),
    );
  });

  test('does not give it back with another scale', () => {
    const batch = [2, 4, 4.5, 6, 7, 12.5];
    const { gamma, beta } = undo(batchNorm, batch, 1);
    for (const scale of [
      { gamma: 2 * gamma, beta },
      { gamma, beta: beta + 1 },
    ]) {
      expect(lines(batchNorm, batch, scale, 1).y.some((y, i) => Math.abs(y - batch[i]) > 0.5)).toBe(true);
    }
  });
});

describe('part 6, the way back', () => {
  const cases = fc.record({
    x: batches,
    dy: batches,
    gamma: fc.constantFrom(-2, 0.5, 1, 3),
    epsilon: epsilons,
  });

  test('has terms that sum to dx, and none that can be spared', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const call: Calls['trainBackward'] = {
          x: columnOf(given.x),
          dy: columnOf(given.dy),
          gamma: one(given.gamma),
          epsilon: given.epsilon,
          axis: 1,
        };
        const truth = reference.answer('trainBackward', call, claims);
        const bounds = boundsOf('trainBackward', call, truth, { grade: 'stable', claims, growth: 'any-order' });
        const { terms, dx } = gradients(batchNorm, given);
        const allowed = (i: number): number => bounds.dx![i] + unitRoundoff * Math.abs(exact(truth, 'dx', i));
        const sum = (i: number): number => terms.direct[i] + terms.mean[i] + terms.variance[i];
        for (const i of given.x.keys()) {
          expect(Math.abs(dx[i] - exact(truth, 'dx', i))).toBeLessThanOrEqual(allowed(i));
          expect(Math.abs(sum(i) - exact(truth, 'dx', i))).toBeLessThanOrEqual(allowed(i));
        }
      }),
    );
  });

  test('does not shift the batch, and stretches it only as far as ε lets it', () => {
    fc.assert(
      fc.property(cases, ({ x, dy, gamma, epsilon }) => {
        const call = { x: columnOf(x), dy: columnOf(dy), gamma: one(gamma), epsilon, axis: 1 };
        const truth = reference.answer('trainBackward', call, claims);
        const bounds = boundsOf('trainBackward', call, truth, { grade: 'stable', claims, growth: 'any-order' });
        const { dx } = gradients(batchNorm, { x, dy, gamma, epsilon });
        const total = (of: (i: number) => number): number => x.reduce((sum, _, i) => sum + of(i), 0);
        const mean = total((i) => x[i]) / x.length;
        const variance = total((i) => (x[i] - mean) ** 2) / x.length;
        const direct = (i: number): number => (gamma * dy[i]) / Math.sqrt(variance + epsilon);
        // The sums are taken in doubles: fewer than 2¹² roundings of 2⁻⁵³ of what is summed.
        const off = (i: number): number =>
          bounds.dx![i] + unitRoundoff * Math.abs(exact(truth, 'dx', i)) + 2 ** -41 * Math.abs(direct(i));
        expect(Math.abs(total((i) => dx[i]))).toBeLessThanOrEqual(total(off));
        const stretch = total((i) => dx[i] * (x[i] - mean));
        const left = (epsilon / (variance + epsilon)) * total((i) => direct(i) * (x[i] - mean));
        expect(Math.abs(stretch - left)).toBeLessThanOrEqual(total((i) => off(i) * Math.abs(x[i] - mean)));
      }),
    );
  });

  test('owes that to the last two terms', () => {
    const given = { x: [2, 4, 4.5, 6, 7, 12.5], dy: [1, -0.5, 0.5, 0.8, -1, 1.2], gamma: 1, epsilon: 1e-5 };
    const { terms } = gradients(batchNorm, given);
    const shift = (of: (i: number) => number): number => Math.abs(given.x.reduce((sum, _, i) => sum + of(i), 0));
    const stretch = (of: (i: number) => number): number => shift((i) => of(i) * (given.x[i] - 6));
    expect(shift((i) => terms.direct[i] + terms.variance[i])).toBeGreaterThan(0.5);
    expect(stretch((i) => terms.direct[i] + terms.mean[i])).toBeGreaterThan(0.5);
  });

  test('is told apart from a sum that lacks a term by trying', () => {
    const given = { x: [2, 4, 4.5, 6, 7, 12.5], dy: [1, -0.5, 0.5, 0.8, -1, 1.2], gamma: 1, epsilon: 1e-5 };
    const { terms, dx } = gradients(batchNorm, given);
    const tried = triedOut(given);
    const away = (values: readonly number[]): number => Math.max(...values.map((each, i) => Math.abs(each - tried[i])));
    for (const name of termNames) {
      const lacking = dx.map((each, i) => each - terms[name][i]);
      expect(away(dx)).toBeLessThan(away(lacking) / 1000);
    }
  });
});

describe('part 8, running statistics', () => {
  const settings = { batches: 60, batch: 16, seed: 1 };

  test('stays among the start and the batches, for every momentum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), (n) => {
        const { runningMean, batchMean } = course(batchNorm, { ...settings, momentum: n / 64 });
        const [low, high] = [Math.min(0, ...batchMean), Math.max(0, ...batchMean)];
        for (const mean of runningMean) {
          expect(mean).toBeGreaterThanOrEqual(low);
          expect(mean).toBeLessThanOrEqual(high);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('is steadier with a small momentum, and comes close', () => {
    const restlessness = (momentum: number): number => {
      const late = course(batchNorm, { ...settings, momentum }).runningMean.slice(-20);
      return Math.max(...late) - Math.min(...late);
    };
    expect(restlessness(0.05)).toBeLessThan(restlessness(0.9) / 3);
    const { runningMean } = course(batchNorm, { ...settings, momentum: 0.1 });
    const standardError = Math.sqrt(population.variance / settings.batch);
    expect(Math.abs(runningMean.at(-1)! - population.mean)).toBeLessThan(3 * standardError);
  });

  test('is the last batch with momentum 1', () => {
    const { runningMean, batchMean } = course(batchNorm, { ...settings, momentum: 1 });
    expect(runningMean.slice(1)).toEqual(batchMean);
  });
});
