/** Wrong formulas of the gradients of training, from x or from saved statistics. */
import { type Gradient, type GradientInput, trainGradient } from '../../../../impl/plain/gradient.ts';
import { variance as plainVariance } from '../../../../impl/plain/statistics.ts';
import { type Entry, entry } from './entry.ts';
import { columnsOf, edited, entriesOr, kernelOf, pick, right, sizesOf, sumOf } from './kernel.ts';

/** Gradients of training whose three terms are weighed otherwise. */
const weighed =
  (weights: (m: number, gamma: number) => { mean: number; projection: number }) =>
  (input: GradientInput): Gradient => {
    const { dy, xhat, gamma, invStd } = input;
    const { dgamma, dbeta } = trainGradient(input);
    const { mean, projection } = weights(dy.length, gamma);
    const dx = dy.map((g, i) => gamma * invStd * (g - mean * dbeta - projection * xhat[i] * dgamma));
    return { dx, dgamma, dbeta };
  };

export const gradients: readonly Entry[] = [
  entry({
    id: 'sums-over-scaled-dy',
    title: 'dy is multiplied by gamma first, and dgamma and dbeta are sums over the product',
    kernel: () => {
      const scaled = <R extends object>(result: R, gamma: (c: number) => number): R =>
        edited(result, { dgamma: (v, c) => v * gamma(c), dbeta: (v, c) => v * gamma(c) });
      return {
        trainBackward: (call) => scaled(right.trainBackward(call), entriesOr(call.gamma, 1)),
        savedBackward: (call) => scaled(right.savedBackward(call), entriesOr(call.gamma, 1)),
        inferBackward: (call) => scaled(right.inferBackward(call), entriesOr(call.gamma, 1)),
      };
    },
    outputs: ['dgamma', 'dbeta'],
    when: ({ gamma }) => gamma !== undefined,
  }),
  entry({
    id: 'gradient-means-over-one-less',
    title: 'Both means of the gradient divide by m - 1',
    kernel: () =>
      pick(
        kernelOf({
          trainGradient: weighed((m) => ({ mean: 1 / Math.max(m - 1, 1), projection: 1 / Math.max(m - 1, 1) })),
        }),
        'trainBackward',
        'savedBackward',
      ),
    outputs: ['dx'],
    when: ({ m }) => m > 1,
  }),
  entry({
    id: 'projection-added',
    title: 'The projection on x̂ is added to the gradient rather than taken from it',
    kernel: () =>
      pick(kernelOf({ trainGradient: weighed((m) => ({ mean: 1 / m, projection: -1 / m })) }), 'trainBackward'),
    outputs: ['dx'],
    when: ({ m }) => m > 1,
  }),
  entry({
    id: 'projection-scaled-by-gamma-twice',
    title: 'dgamma in the projection is that of dy times gamma, and the whole is multiplied by gamma once more',
    kernel: () =>
      pick(
        kernelOf({ trainGradient: weighed((m, gamma) => ({ mean: 1 / m, projection: gamma / m })) }),
        'trainBackward',
      ),
    outputs: ['dx'],
    when: ({ gamma, m }) => gamma !== undefined && m > 1,
  }),
  entry({
    id: 'saved-inverse-taken-for-a-variance',
    title: 'The saved inverse standard deviation is taken for a variance',
    kernel: () => ({
      savedBackward: (call) => right.savedBackward(edited(call, { invStd: (v) => 1 / Math.sqrt(v + 1e-5) })),
    }),
    outputs: ['dx', 'dgamma'],
  }),
  entry({
    id: 'saved-mean-computed-again',
    title: 'The saved mean is computed again from x',
    kernel: () => ({
      savedBackward: (call) => {
        const means = columnsOf(call.x, call).map((x) => sumOf(x) / x.length);
        return right.savedBackward(edited(call, { mean: (_, c) => means[c] }));
      },
    }),
    outputs: ['dx', 'dgamma'],
  }),
  entry({
    id: 'saved-inverse-computed-again',
    title: 'The saved inverse standard deviation is computed again from x, with an epsilon of 1e-3',
    kernel: () => ({
      savedBackward: (call) => {
        const inverse = columnsOf(call.x, call).map((x) => 1 / Math.sqrt(plainVariance(x, sumOf(x) / x.length) + 1e-3));
        return right.savedBackward(edited(call, { invStd: (_, c) => inverse[c] }));
      },
    }),
    outputs: ['dx', 'dgamma'],
  }),
  entry({
    id: 'saved-dgamma-without-inverse',
    title: 'dgamma is the sum of dy times the difference from the mean, not divided by the standard deviation',
    kernel: () => ({
      savedBackward: (call) => {
        const inverse = entriesOr(call.invStd, 1);
        return edited(right.savedBackward(call), { dgamma: (v, c) => v / inverse(c) });
      },
    }),
    outputs: ['dgamma'],
  }),
  entry({
    id: 'saved-dx-without-gamma',
    title: 'dx is not multiplied by gamma',
    kernel: () => ({
      savedBackward: (call) => {
        const { gamma: _, ...rest } = call;
        return { ...right.savedBackward(call), dx: right.savedBackward(rest).dx };
      },
    }),
    outputs: ['dx'],
    when: ({ gamma }) => gamma !== undefined,
  }),
  entry({
    id: 'dgamma-over-y',
    title: 'dgamma is the sum of dy times y rather than x̂',
    kernel: () => ({
      trainBackward: (call) => {
        const result = right.trainBackward(call);
        const [gamma, beta, dbeta] = [call.gamma, call.beta, result.dbeta].map((t, k) => entriesOr(t, k === 0 ? 1 : 0));
        return edited(result, { dgamma: (v, c) => gamma(c) * v + beta(c) * dbeta(c) });
      },
    }),
    outputs: ['dgamma'],
    when: ({ gamma, beta }) => gamma !== undefined || beta !== undefined,
  }),
  entry({
    id: 'gradient-of-unbiased-variance',
    title: 'The gradient recomputes the variance with m - 1',
    kernel: () =>
      pick(
        kernelOf({ variance: (x, mean) => (plainVariance(x, mean) * x.length) / Math.max(x.length - 1, 1) }),
        'trainBackward',
      ),
    outputs: ['dx', 'dgamma'],
    when: ({ m }) => m > 1,
  }),
  entry({
    id: 'parameter-gradients-per-sample',
    title: 'dgamma and dbeta are divided by the number of samples',
    kernel: () => ({
      trainBackward: (call) =>
        edited(right.trainBackward(call), {
          dgamma: (v) => v / sizesOf(call).N,
          dbeta: (v) => v / sizesOf(call).N,
        }),
    }),
    outputs: ['dgamma', 'dbeta'],
    when: ({ N }) => N > 1,
  }),
  entry({
    id: 'epsilon-squared-in-the-gradient',
    title: 'The gradient adds the square of epsilon to the variance',
    kernel: () => ({ trainBackward: (call) => right.trainBackward({ ...call, epsilon: call.epsilon ** 2 }) }),
    outputs: ['dx', 'dgamma'],
    when: ({ epsilon }) => epsilon !== 0 && epsilon !== 1,
  }),
];
