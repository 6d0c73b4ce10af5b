/** Mistakes of strides, of the channel axis, of broadcasting, and of kernels chosen by rank. */
import { runningStatistic, update } from '../../../../impl/plain/running.ts';
import { plainSteps } from '../../../../impl/plain/steps.ts';
import type { Tensor } from '../../../../spec/terms/contract.ts';
import { tensor, valuesOf } from '../../../../spec/terms/tensor.ts';
import { type Entry, entry } from './entry.ts';
import { columnsOf, edited, entriesOr, kernelOf, on, pick, right, sizesOf, sumOf, where } from './kernel.ts';

const reshaped = (t: Tensor, shape: readonly number[]): Tensor => ({ ...t, shape });

/** Flat index, channels first, of a value whose flat index has channels last. */
function channelsFirst(i: number, [, height, width, channels]: readonly number[]): number {
  const c = i % channels;
  const position = Math.floor(i / channels) % (height * width);
  const n = Math.floor(i / (channels * height * width));
  return (n * channels + c) * height * width + position;
}

export const layouts: readonly Entry[] = [
  entry({
    id: 'rows-of-the-last-matrix',
    title: 'With channels last, the number of values per channel is taken from the axis before the last',
    kernel: () =>
      where(({ S, rank }) => S === 1 && rank > 2, {
        trainBackward: (call) => {
          const rows = call.x.shape[call.x.shape.length - 2];
          return kernelOf({
            trainGradient: (input) => {
              const { dy, xhat, gamma, invStd } = input;
              const { dgamma, dbeta } = plainSteps.trainGradient(input);
              const dx = dy.map((g, i) => gamma * invStd * (g - dbeta / rows - (xhat[i] * dgamma) / rows));
              return { dx, dgamma, dbeta };
            },
          }).trainBackward(call);
        },
      }),
    outputs: ['dx'],
    when: ({ S, rank, N, shape }) => S === 1 && rank > 2 && N !== shape[rank - 2],
  }),
  entry({
    id: 'first-axis-counts-fastest',
    title: 'With channels on axis 0, gamma and beta are read as if channels were the fastest axis',
    kernel: () =>
      where(({ axis }) => axis === 0, {
        inferForward: (call) => {
          const { S, C } = sizesOf(call);
          const [gamma, beta, mean, variance] = [
            entriesOr(call.gamma, 1),
            entriesOr(call.beta, 0),
            entriesOr(call.mean, 0),
            entriesOr(call.variance, 1),
          ];
          const y = valuesOf(call.x).map((x, i) => {
            const c = Math.floor(i / S);
            return (gamma(i % C) * (x - mean(c))) / Math.sqrt(variance(c) + call.epsilon) + beta(i % C);
          });
          return { y: tensor(call.x.dtype, call.x.shape, y) };
        },
      }),
    outputs: ['y'],
    when: ({ axis, S, C, gamma, beta }) => axis === 0 && S > 1 && C > 1 && (gamma !== undefined || beta !== undefined),
  }),
  entry({
    id: 'statistics-of-the-first-slice',
    title: 'Volumes with channels on axis 1 take their statistics from the first slice of depth',
    kernel: () =>
      where(({ rank, axis }) => rank === 5 && axis === 1, {
        trainForward: (call) => {
          const [, , depth, height, width] = call.x.shape;
          const slice = height * width;
          const isFirst = (i: number): boolean => i % (depth * slice) < slice;
          const part = (x: Float64Array): Float64Array => x.filter((_, i) => isFirst(i));
          const changed = kernelOf({
            mean: (x) => plainSteps.mean(part(x)),
            variance: (x, mean) => plainSteps.variance(part(x), mean),
          });
          return changed.trainForward(call);
        },
      }),
    outputs: ['y', 'mean', 'variance', 'invStd', 'runningMean', 'runningVar'],
    when: ({ rank, axis, shape }) => rank === 5 && axis === 1 && shape[2] > 1,
    examples: {
      trainForward: [
        { shape: [2, 3, 2, 3, 2], axis: 1 },
        { shape: [3, 2, 4, 2, 2], axis: 1, given: ['runningMean', 'runningVar'] },
      ],
    },
  }),
  entry({
    id: 'rank-3-read-channels-last',
    title: 'Sequences with channels on axis 1 are read with the strides of channels last',
    kernel: () =>
      where(({ rank, axis }) => rank === 3 && axis === 1, {
        inferBackward: (call) => {
          const { N, C, S } = sizesOf(call);
          const shape = [N, S, C];
          const turned = { ...call, x: reshaped(call.x, shape), dy: reshaped(call.dy, shape), axis: 2 };
          const result = right.inferBackward(turned);
          return { ...result, dx: reshaped(result.dx, call.x.shape) };
        },
      }),
    outputs: ['dx', 'dgamma', 'dbeta'],
    when: ({ rank, axis, C, S }) => rank === 3 && axis === 1 && C > 1 && S > 1,
  }),
  entry({
    id: 'axis-found-by-length',
    title: 'The channel axis is the first one of the length of the channel axis',
    kernel: () =>
      on(
        (call) => ({ ...call, axis: call.x.shape.indexOf(call.x.shape[call.axis]) }),
        'trainForward',
        'inferForward',
        'trainBackward',
        'inferBackward',
        'savedBackward',
      ),
    outputs: ['y', 'mean', 'variance', 'invStd', 'runningMean', 'runningVar', 'dx', 'dgamma', 'dbeta'],
    when: ({ axis, shape, C }) => shape.indexOf(C) !== axis && C > 1,
  }),
  entry({
    id: 'trailing-axis-takes-gamma',
    title: 'Gamma and beta are broadcast along the last axis where that has as many values as there are channels',
    kernel: () =>
      where(({ shape, C, rank, axis }) => shape[rank - 1] === C && axis !== rank - 1, {
        inferForward: (call) => {
          const { gamma: g, beta: b, ...rest } = call;
          const [gamma, beta] = [entriesOr(g, 1), entriesOr(b, 0)];
          const { C } = sizesOf(call);
          return edited(right.inferForward(rest), { y: (v, i) => gamma(i % C) * v + beta(i % C) });
        },
      }),
    outputs: ['y'],
    when: ({ shape, C, rank, axis, gamma, beta }) =>
      C > 1 && shape[rank - 1] === C && axis !== rank - 1 && (gamma !== undefined || beta !== undefined),
    examples: { inferForward: [{ shape: [3, 5, 5], axis: 1 }] },
  }),
  entry({
    id: 'three-channels-are-colours',
    title: 'Three channels are taken for colours, and gamma and beta come in the opposite order',
    kernel: () => {
      const turned = (_: number, c: number, all: Float64Array): number => all[all.length - 1 - c];
      return on(
        (call) => (sizesOf(call).C === 3 ? edited(call, { gamma: turned, beta: turned }) : call),
        'trainForward',
        'inferForward',
      );
    },
    outputs: ['y'],
    when: ({ C, gamma, beta }) => C === 3 && (gamma !== undefined || beta !== undefined),
  }),
  entry({
    id: 'dx-stays-channels-first',
    title: 'Images with channels last are converted to channels first, and dx is not converted back',
    kernel: () =>
      where(({ rank, axis }) => rank === 4 && axis === 3, {
        trainBackward: (call) => {
          const result = right.trainBackward(call);
          const from = valuesOf(result.dx);
          const dx = new Float64Array(from.length);
          from.forEach((v, i) => (dx[channelsFirst(i, call.x.shape)] = v));
          return { ...result, dx: tensor(call.x.dtype, call.x.shape, dx) };
        },
      }),
    outputs: ['dx'],
    when: ({ rank, axis, C, shape }) => rank === 4 && axis === 3 && C > 1 && shape[1] * shape[2] > 1,
  }),
  entry({
    id: 'dense-gradient-lacks-projection',
    title: 'The kernel for matrices leaves the projection on x̂ out of the gradient',
    kernel: () =>
      where(
        ({ rank }) => rank === 2,
        pick(
          kernelOf({
            trainGradient: (input) => {
              const { dgamma, dbeta } = plainSteps.trainGradient(input);
              const dx = input.dy.map((g) => input.gamma * input.invStd * (g - dbeta / input.dy.length));
              return { dx, dgamma, dbeta };
            },
          }),
          'trainBackward',
        ),
      ),
    outputs: ['dx'],
    when: ({ rank, m }) => rank === 2 && m > 1,
  }),
  entry({
    id: 'one-channel-lacks-beta',
    title: 'The path for a single channel does not add beta',
    kernel: () =>
      on((call) => (sizesOf(call).C === 1 ? edited(call, { beta: () => 0 }) : call), 'trainForward', 'inferForward'),
    outputs: ['y'],
    when: ({ C, beta }) => C === 1 && beta !== undefined,
    examples: { trainForward: [{ shape: [4, 1, 3], axis: 1 }], inferForward: [{ shape: [4, 1, 3], axis: 1 }] },
  }),
  entry({
    id: 'running-mean-of-the-last-row',
    title: 'With channels last and rank above 3, the running mean takes the mean of the last row of positions',
    kernel: () =>
      where(({ S, rank }) => S === 1 && rank > 3, {
        trainForward: (call) => {
          const row = call.x.shape[call.x.shape.length - 2];
          const old = entriesOr(call.runningMean, 0);
          const columns = columnsOf(call.x, call).map((x) => x.slice(-row));
          return edited(right.trainForward(call), {
            runningMean: (_, c) => update(old(c), sumOf(columns[c]) / row, call.momentum),
          });
        },
      }),
    outputs: ['runningMean'],
    when: ({ S, rank, N, shape, runningMean, momentum }) =>
      S === 1 && rank > 3 && N > shape[rank - 2] && runningMean !== undefined && momentum !== 0,
  }),
  entry({
    id: 'flat-samples-count-as-values',
    title: 'A last axis of length 1 is dropped, and the running variance is that of one value fewer',
    kernel: () =>
      where(({ shape, rank, axis, m }) => shape[rank - 1] === 1 && axis !== rank - 1 && m > 2, {
        trainForward: (call) => {
          const { m } = sizesOf(call);
          const { momentum: a } = call;
          const extra = columnsOf(call.x, call).map((x) => {
            const v = plainSteps.variance(x, plainSteps.mean(x));
            return a * ((v * m) / (m - 2) - runningStatistic(v, m, 'unbiased'));
          });
          return edited(right.trainForward(call), { runningVar: (v, c) => v + extra[c] });
        },
      }),
    outputs: ['runningVar'],
    when: ({ shape, rank, axis, m, runningVar, momentum }) =>
      shape[rank - 1] === 1 && axis !== rank - 1 && m > 2 && runningVar !== undefined && momentum !== 0,
    examples: { trainForward: [{ shape: [4, 3, 1], axis: 1, given: ['gamma', 'beta', 'runningMean', 'runningVar'] }] },
  }),
  entry({
    id: 'saved-statistics-by-sample',
    title: 'Where there are as many samples as channels, saved statistics are read by sample',
    kernel: () =>
      where(({ N, C }) => N === C, {
        savedBackward: (call) => {
          const { S, C } = sizesOf(call);
          const [mean, inverse] = [entriesOr(call.mean, 0), entriesOr(call.invStd, 1)];
          const { x, dy } = call;
          const normalized = valuesOf(x).map((v, i) => {
            const n = Math.floor(i / (S * C));
            return (v - mean(n)) * inverse(n);
          });
          const unit = {
            mean: tensor('float64', [C], new Float64Array(C)),
            invStd: tensor('float64', [C], new Float64Array(C).fill(1)),
          };
          const wide = right.savedBackward({ ...call, ...unit, dy, x: tensor('float64', x.shape, normalized) });
          const dx = valuesOf(wide.dx).map((v, i) => v * inverse(Math.floor(i / (S * C))));
          const type = call.gamma?.dtype ?? x.dtype;
          return {
            dx: tensor(x.dtype, x.shape, dx),
            dgamma: tensor(type, [C], valuesOf(wide.dgamma!)),
            dbeta: tensor(type, [C], valuesOf(wide.dbeta!)),
          };
        },
      }),
    outputs: ['dx', 'dgamma'],
    when: ({ N, C }) => N === C && C > 1,
    examples: { savedBackward: [{ shape: [4, 4, 3], axis: 1 }] },
  }),
];
