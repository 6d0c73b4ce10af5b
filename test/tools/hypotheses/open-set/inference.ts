/** Wrong formulas of inference and its gradient, and of gamma wherever it is used. */
import { type Entry, entry } from './entry.ts';
import { columnsOf, edited, entriesOr, kernelOf, mapped, on, pick, right, sizesOf, sumOf } from './kernel.ts';

export const inference: readonly Entry[] = [
  entry({
    id: 'folded-shift-without-gamma',
    title: 'Folded into scale and shift, the shift is beta - mean / σ, without gamma',
    kernel: () =>
      pick(
        kernelOf({
          output: (x, { mean, invStd }, gamma, beta) => gamma * invStd * x + (beta - mean * invStd),
        }),
        'inferForward',
      ),
    outputs: ['y'],
    when: ({ gamma }) => gamma !== undefined,
  }),
  entry({
    id: 'variance-at-least-epsilon',
    title: 'Epsilon is the least variance rather than added to it',
    kernel: () =>
      pick(kernelOf({ inverseStd: (variance, epsilon) => 1 / Math.sqrt(Math.max(variance, epsilon)) }), 'inferForward'),
    outputs: ['y'],
    when: ({ epsilon }) => epsilon !== 0,
  }),
  entry({
    id: 'variance-taken-for-a-deviation',
    title: 'The given variance is taken for a standard deviation and squared',
    kernel: () =>
      pick(kernelOf({ inverseStd: (variance, epsilon) => 1 / Math.sqrt(variance ** 2 + epsilon) }), 'inferForward'),
    outputs: ['y'],
  }),
  entry({
    id: 'rectified-output',
    title: 'A rectifier is fused into inference although none was asked for',
    kernel: () => ({ inferForward: (call) => edited(right.inferForward(call), { y: (v) => Math.max(v, 0) }) }),
    outputs: ['y'],
  }),
  entry({
    id: 'beta-inside-gamma',
    title: 'Beta is added before the multiplication by gamma',
    kernel: () => pick(kernelOf({ affine: (xhat, gamma, beta) => gamma * (xhat + beta) }), 'inferForward'),
    outputs: ['y'],
    when: ({ gamma, beta }) => gamma !== undefined && beta !== undefined,
  }),
  entry({
    id: 'inference-gradient-centred',
    title: 'The gradient of inference subtracts the mean of dy, as that of training does',
    kernel: () =>
      pick(
        kernelOf({
          inferGradient: ({ dy, xhat, gamma, invStd }) => {
            const dbeta = sumOf(dy);
            const dx = dy.map((g) => gamma * invStd * (g - dbeta / dy.length));
            return { dx, dgamma: sumOf(dy.map((g, i) => g * xhat[i])), dbeta };
          },
        }),
        'inferBackward',
      ),
    outputs: ['dx'],
  }),
  entry({
    id: 'inference-dgamma-by-the-batch',
    title: 'dgamma of inference normalizes x by the statistics of the batch',
    kernel: () => ({
      inferBackward: (call) => {
        const { mean: _, variance: __, ...rest } = call;
        const { dgamma } = right.trainBackward(rest);
        return { ...right.inferBackward(call), ...(dgamma && { dgamma }) };
      },
    }),
    outputs: ['dgamma'],
  }),
  entry({
    id: 'epsilon-beside-the-deviation',
    title: 'The gradient of inference adds epsilon to the standard deviation',
    kernel: () =>
      pick(kernelOf({ inverseStd: (variance, epsilon) => 1 / (Math.sqrt(variance) + epsilon) }), 'inferBackward'),
    outputs: ['dx', 'dgamma'],
    when: ({ epsilon }) => epsilon !== 0,
  }),
  entry({
    id: 'inference-dx-by-the-variance',
    title: 'dx of inference is divided by the variance rather than by the standard deviation',
    kernel: () => ({
      inferBackward: (call) => {
        const variance = entriesOr(call.variance, 1);
        const columns = columnsOf(call.dy, call);
        const { S, C } = sizesOf(call);
        const inverse = columns.map((_, c) => 1 / Math.sqrt(variance(c) + call.epsilon));
        return edited(right.inferBackward(call), { dx: (v, i) => v * inverse[Math.floor(i / S) % C] });
      },
    }),
    outputs: ['dx'],
  }),
  entry({
    id: 'inference-sums-are-means',
    title: 'dgamma and dbeta of inference are means rather than sums',
    kernel: () => ({
      inferBackward: (call) =>
        edited(right.inferBackward(call), {
          dgamma: (v) => v / sizesOf(call).m,
          dbeta: (v) => v / sizesOf(call).m,
        }),
    }),
    outputs: ['dgamma', 'dbeta'],
    when: ({ m }) => m > 1,
  }),
  entry({
    id: 'gamma-counts-from-one',
    title: 'Gamma is taken as a difference from 1',
    kernel: () =>
      on(
        (call) => edited(call, { gamma: (v) => 1 + v }),
        'trainForward',
        'inferForward',
        'trainBackward',
        'inferBackward',
        'savedBackward',
      ),
    outputs: ['y', 'dx'],
    when: ({ gamma }) => gamma !== undefined,
  }),
  entry({
    id: 'gamma-kept-positive',
    title: 'Gamma is replaced by its absolute value plus epsilon, so that y can be inverted',
    kernel: () =>
      on(
        (call) =>
          call.gamma ? { ...call, gamma: mapped(call.gamma, (v) => Math.abs(v) + (call.epsilon ?? 0)) } : call,
        'trainForward',
        'trainBackward',
      ),
    outputs: ['y', 'dx'],
    when: ({ gamma, epsilon = 0 }) => gamma !== undefined && (epsilon !== 0 || gamma.hasNegative),
  }),
];
