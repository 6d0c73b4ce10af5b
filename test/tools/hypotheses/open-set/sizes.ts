/** Mistakes in how work is divided: chunks, tails, limits of a grid, and the number of samples or channels. */
import { plainSteps } from '../../../../impl/plain/steps.ts';
import { runningStatistic } from '../../../../impl/plain/running.ts';
import { variance as plainVariance } from '../../../../impl/plain/statistics.ts';
import { type Entry, entry } from './entry.ts';
import {
  columnsOf,
  edited,
  entriesOr,
  fromColumns,
  kernelOf,
  on,
  pick,
  right,
  sizesOf,
  sumOf,
  where,
} from './kernel.ts';

const chunksOf = (x: Float64Array, length: number): Float64Array[] =>
  Array.from({ length: Math.ceil(x.length / length) }, (_, k) => x.subarray(k * length, (k + 1) * length));

const meanOf = (x: Float64Array): number => sumOf(x) / x.length;

/** Channels by name: 0, 1, 10, 11, 2. */
const byName = (channels: number): number[] =>
  Array.from({ length: channels }, (_, c) => String(c))
    .toSorted()
    .map(Number);

export const sizes: readonly Entry[] = [
  entry({
    id: 'chunk-means-unweighted',
    title: 'The mean is the mean of the means of chunks of 48, the last and shorter one included',
    kernel: () =>
      pick(
        kernelOf({ mean: (x) => meanOf(Float64Array.from(chunksOf(x, 48), meanOf)) }),
        'trainForward',
        'trainBackward',
      ),
    outputs: ['y', 'mean', 'variance', 'invStd', 'runningMean', 'runningVar', 'dx', 'dgamma'],
    when: ({ m }) => m > 48 && m % 48 !== 0,
  }),
  entry({
    id: 'merged-chunks-lack-their-distance',
    title: 'Squares of chunks of 100 are merged without the distances of their means',
    kernel: () =>
      pick(
        kernelOf({
          variance: (x) =>
            chunksOf(x, 100).reduce((sum, part) => sum + plainVariance(part, meanOf(part)) * part.length, 0) / x.length,
        }),
        'trainForward',
        'trainBackward',
      ),
    outputs: ['y', 'variance', 'invStd', 'runningVar', 'dx', 'dgamma'],
    when: ({ m }) => m > 100,
    examples: { trainForward: [{ shape: [3, 4, 40], axis: 1 }], trainBackward: [{ shape: [3, 4, 40], axis: 1 }] },
  }),
  entry({
    id: 'unbiased-by-samples',
    title: 'The unbiased running variance counts samples rather than values',
    kernel: () => ({
      trainForward: (call) => {
        const { N, m } = sizesOf(call);
        const columns = columnsOf(call.x, call);
        const extra = columns.map((x) => {
          const v = plainVariance(x, meanOf(x));
          return call.momentum * (runningStatistic(v, N, 'unbiased') - runningStatistic(v, m, 'unbiased'));
        });
        return edited(right.trainForward(call), { runningVar: (v, c) => v + extra[c] });
      },
    }),
    outputs: ['runningVar'],
    when: ({ S, runningVar, momentum }) => S > 1 && runningVar !== undefined && momentum !== 0,
  }),
  entry({
    id: 'grid-of-96-channels',
    title: 'A grid has 96 groups, one per channel, and channels beyond are left at 0',
    kernel: () => ({
      inferForward: (call) => {
        const { y } = right.inferForward(call);
        const { S, C } = sizesOf(call);
        return edited({ y }, { y: (v, i) => (Math.floor(i / S) % C < 96 ? v : 0) });
      },
    }),
    outputs: ['y'],
    when: ({ C }) => C > 96,
    examples: { inferForward: [{ shape: [3, 113], axis: 1 }] },
  }),
  entry({
    id: 'grid-of-40-samples',
    title: 'dx is written for the first 40 samples',
    kernel: () => ({
      savedBackward: (call) => {
        const { S, C } = sizesOf(call);
        return edited(right.savedBackward(call), { dx: (v, i) => (i < 40 * S * C ? v : 0) });
      },
    }),
    outputs: ['dx'],
    when: ({ N }) => N > 40,
    examples: { savedBackward: [{ shape: [57, 3], axis: 1 }] },
  }),
  entry({
    id: 'tail-of-a-row-lacks-beta',
    title: 'Rows are processed in packets of 4, and the loop over the rest does not add beta',
    kernel: () => ({
      inferForward: (call) => {
        const { S } = sizesOf(call);
        const { beta: _, ...rest } = call;
        const without = right.inferForward(rest).y;
        const bare = entriesOr(without, 0);
        return edited(right.inferForward(call), { y: (v, i) => (i % S < S - (S % 4) ? v : bare(i)) });
      },
    }),
    outputs: ['y'],
    when: ({ S, beta }) => S % 4 !== 0 && beta !== undefined,
  }),
  entry({
    id: 'tree-drops-the-odd-one',
    title: 'A tree of sums drops the last value of each level that has an odd number of them',
    kernel: () => {
      const tree = (values: Float64Array): number => {
        let level = values;
        while (level.length > 1)
          level = level.subarray(0, level.length >> 1).map((v, k) => v + level[k + (level.length >> 1)]);
        return level[0];
      };
      return pick(
        kernelOf({
          inferGradient: (input) => ({
            ...plainSteps.inferGradient(input),
            dgamma: tree(input.dy.map((g, i) => g * input.xhat[i])),
            dbeta: tree(input.dy),
          }),
        }),
        'inferBackward',
      );
    },
    outputs: ['dgamma', 'dbeta'],
    when: ({ m }) => (m & (m - 1)) !== 0,
  }),
  entry({
    id: 'channel-number-in-a-byte',
    title: 'The number of a channel is kept in 8 bits where saved statistics are read',
    kernel: () =>
      on(
        (call) => edited(call, { mean: (_, c, all) => all[c & 255], invStd: (_, c, all) => all[c & 255] }),
        'savedBackward',
      ),
    outputs: ['dx', 'dgamma'],
    when: ({ C }) => C > 256,
    examples: { savedBackward: [{ shape: [3, 270], axis: 1 }] },
  }),
  entry({
    id: 'last-pack-reads-the-first',
    title: 'Channels are packed by 4, and the last pack, if not full, reads the statistics of the first',
    kernel: () =>
      on((call) => {
        const { C } = sizesOf(call);
        const first = C - (C % 4);
        const read = (v: number, c: number, all: Float64Array): number => (c < first ? v : all[c - first]);
        return edited(call, { mean: read, variance: read });
      }, 'inferBackward'),
    outputs: ['dx', 'dgamma'],
    when: ({ C }) => C > 4 && C % 4 !== 0,
  }),
  entry({
    id: 'two-values-in-closed-form',
    title: 'For two values per channel the variance is half the squared difference, not a quarter',
    kernel: () =>
      pick(
        kernelOf({ variance: (x, mean) => (x.length === 2 ? (x[0] - x[1]) ** 2 / 2 : plainVariance(x, mean)) }),
        'trainForward',
        'trainBackward',
      ),
    outputs: ['y', 'variance', 'invStd', 'runningVar', 'dx', 'dgamma'],
    when: ({ m }) => m === 2,
    examples: { trainForward: [{ shape: [2, 5], axis: 1 }], trainBackward: [{ shape: [2, 5], axis: 1 }] },
  }),
  entry({
    id: 'ghost-batches-of-24',
    title: 'y is normalized by the statistics of 24 samples at a time',
    kernel: () => ({
      trainForward: (call) => {
        const { S } = sizesOf(call);
        const [gamma, beta] = [entriesOr(call.gamma, 1), entriesOr(call.beta, 0)];
        const columns = columnsOf(call.x, call).map((x, c) =>
          Float64Array.from(
            chunksOf(x, 24 * S).flatMap((part) => {
              const mean = meanOf(part);
              const r = 1 / Math.sqrt(plainVariance(part, mean) + call.epsilon);
              return Array.from(part, (v) => gamma(c) * ((v - mean) * r) + beta(c));
            }),
          ),
        );
        return { ...right.trainForward(call), y: fromColumns(call.x, call, columns) };
      },
    }),
    outputs: ['y'],
    when: ({ N }) => N > 24,
    examples: { trainForward: [{ shape: [31, 3], axis: 1 }] },
  }),
  entry({
    id: 'long-rows-lack-epsilon',
    title: 'The kernel for more positions than samples does not add epsilon',
    kernel: () =>
      where(({ S, N }) => S > N, pick(kernelOf({ inverseStd: (variance) => 1 / Math.sqrt(variance) }), 'trainForward')),
    outputs: ['y', 'invStd'],
    when: ({ S, N, epsilon }) => S > N && epsilon !== 0,
  }),
  entry({
    id: 'channels-in-order-of-names',
    title: 'Vectors are stored by the name of the channel and read back in alphabetical order: 0, 1, 10, 2',
    kernel: () =>
      on((call) => {
        const order = byName(sizesOf(call).C);
        const read = (_: number, c: number, all: Float64Array): number => all[order[c]];
        return edited(call, { gamma: read, beta: read, mean: read, variance: read });
      }, 'inferForward'),
    outputs: ['y'],
    when: ({ C }) => C > 10,
  }),
  entry({
    id: 'samples-unrolled-by-3',
    title: 'The sums run over samples three at a time and leave out the rest',
    kernel: () =>
      where(({ N }) => N > 3 && N % 3 !== 0, {
        savedBackward: (call) => {
          const { S, C, N } = sizesOf(call);
          const end = (N - (N % 3)) * S * C;
          // Where dy is 0, the sums have nothing of the sample; dx of those values misses its own term only.
          const cut = edited(call, { dy: (v, i) => (i < end ? v : 0) });
          const sums = right.savedBackward(cut);
          const [upstream, inverse, gamma] = [
            entriesOr(call.dy, 0),
            entriesOr(call.invStd, 1),
            entriesOr(call.gamma, 1),
          ];
          const own = (i: number): number => {
            const c = Math.floor(i / S) % C;
            return gamma(c) * inverse(c) * upstream(i);
          };
          return edited(sums, { dx: (v, i) => (i < end ? v : v + own(i)) });
        },
      }),
    outputs: ['dx', 'dgamma', 'dbeta'],
    when: ({ N }) => N > 3 && N % 3 !== 0,
  }),
  entry({
    id: 'blocks-include-their-end',
    title: 'Sums run in blocks of 90 values whose end is included, so that the first of the next counts twice',
    kernel: () =>
      pick(
        kernelOf({
          trainGradient: (input) => {
            const { dy, xhat, gamma, invStd } = input;
            const { dgamma, dbeta } = plainSteps.trainGradient(input);
            const sum = dbeta + sumOf(dy.filter((_, i) => i > 0 && i % 90 === 0));
            const m = dy.length;
            const dx = dy.map((g, i) => gamma * invStd * (g - sum / m - (xhat[i] * dgamma) / m));
            return { dx, dgamma, dbeta: sum };
          },
        }),
        'trainBackward',
      ),
    outputs: ['dx', 'dbeta'],
    when: ({ m }) => m > 90,
    examples: { trainBackward: [{ shape: [19, 4, 7], axis: 1 }] },
  }),
  entry({
    id: 'one-sample-uses-running-statistics',
    title: 'A single sample is normalized by the running statistics, where both are given',
    kernel: () => ({
      trainForward: (call) => {
        const result = right.trainForward(call);
        const { runningMean: mean, runningVar: variance } = call;
        if (!mean || !variance || sizesOf(call).N !== 1) return result;
        const { momentum: _, runningMean: __, runningVar: ___, ...rest } = call;
        return { ...result, ...right.inferForward({ ...rest, mean, variance }) };
      },
    }),
    outputs: ['y'],
    when: ({ N, runningMean, runningVar }) => N === 1 && runningMean !== undefined && runningVar !== undefined,
  }),
];
