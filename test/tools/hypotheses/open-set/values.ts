/** Mistakes that show at certain values: NaN, infinities, zeros, constants, and sizes beyond a limit. */
import { plainSteps } from '../../../../impl/plain/steps.ts';
import { valuesOf } from '../../../../spec/terms/tensor.ts';
import { type Entry, entry } from './entry.ts';
import { columnsOf, edited, entriesOr, fromColumns, kernelOf, on, pick, right, sizesOf } from './kernel.ts';

const numbersOf = (x: Float64Array): Float64Array => x.filter((v) => !Number.isNaN(v));

const limit =
  (most: number) =>
  (v: number): number =>
    Math.min(Math.max(v, -most), most);

export const values: readonly Entry[] = [
  entry({
    id: 'statistics-skip-nan',
    title: 'Statistics of training leave NaN out',
    kernel: () =>
      pick(
        kernelOf({
          mean: (x) => plainSteps.mean(numbersOf(x)),
          variance: (x, mean) => plainSteps.variance(numbersOf(x), mean),
        }),
        'trainForward',
      ),
    outputs: ['y', 'mean', 'variance', 'invStd', 'runningMean', 'runningVar'],
    when: ({ x }) => x.hasNaN,
    examples: { trainForward: [{ values: { x: 'NaN' } }] },
  }),
  entry({
    id: 'infinite-x-is-limited',
    title: 'Infinite values of x become ±65504 in inference',
    kernel: () =>
      on(
        (call) => edited(call, { x: (v) => (Number.isFinite(v) || Number.isNaN(v) ? v : Math.sign(v) * 65504) }),
        'inferForward',
      ),
    outputs: ['y'],
    when: ({ x }) => x.hasInfinity,
    examples: { inferForward: [{ values: { x: 'infinite' } }] },
  }),
  entry({
    id: 'gamma-of-0-is-1',
    title: 'A gamma of 0 counts as not set and becomes 1',
    kernel: () => on((call) => edited(call, { gamma: (v) => v || 1 }), 'trainForward', 'inferForward'),
    outputs: ['y'],
    when: ({ gamma }) => gamma?.hasZero === true,
    examples: {
      trainForward: [{ values: { gamma: 'first 0' }, given: ['gamma', 'beta'] }],
      inferForward: [{ values: { gamma: 'first 0' }, given: ['gamma', 'beta'] }],
    },
  }),
  entry({
    id: 'running-mean-of-zeros-is-new',
    title: 'A running mean of zeros alone marks the first batch, whose statistics are then copied',
    kernel: () => ({
      trainForward: (call) => {
        const isNew = call.runningMean && valuesOf(call.runningMean).every((v) => v === 0);
        return right.trainForward(isNew ? { ...call, momentum: 1 } : call);
      },
    }),
    outputs: ['runningMean', 'runningVar'],
    when: ({ runningMean, momentum }) =>
      runningMean !== undefined &&
      runningMean.largest === 0 &&
      !runningMean.hasNaN &&
      !runningMean.hasInfinity &&
      momentum !== 1,
    examples: { trainForward: [{ values: { runningMean: 'zeros' }, given: ['runningMean', 'runningVar'] }] },
  }),
  entry({
    id: 'constant-channels-give-0',
    title: 'In a channel of equal values y is 0 rather than beta',
    kernel: () => ({
      trainForward: (call) => {
        const result = right.trainForward(call);
        const y = columnsOf(result.y, call);
        const x = columnsOf(call.x, call);
        x.forEach((column, c) => column.every((v) => v === column[0]) && y[c].fill(0));
        return { ...result, y: fromColumns(result.y, call, y) };
      },
    }),
    outputs: ['y'],
    when: ({ x, m, beta }) => (x.constant || m === 1) && beta !== undefined,
    examples: { trainForward: [{ values: { x: 'constant' }, given: ['gamma', 'beta'] }] },
  }),
  entry({
    id: 'y-limited-to-8',
    title: 'y is limited to ±8, the range of the next layer’s codes',
    kernel: () => ({ inferForward: (call) => edited(right.inferForward(call), { y: limit(8) }) }),
    outputs: ['y'],
    when: ({ reach }) => reach > 8,
  }),
  entry({
    id: 'dy-limited-to-10',
    title: 'dy is clipped to ±10',
    kernel: () => on((call) => edited(call, { dy: limit(10) }), 'inferBackward'),
    outputs: ['dx', 'dgamma', 'dbeta'],
    when: ({ dy }) => dy !== undefined && (dy.largest > 10 || dy.hasInfinity),
  }),
  entry({
    id: 'negative-means-are-0',
    title: 'The given mean is kept as an unsigned number: below 0 it is 0',
    kernel: () => on((call) => edited(call, { mean: (v) => Math.max(v, 0) }), 'inferBackward'),
    outputs: ['dgamma'],
    when: ({ mean }) => mean?.hasNegative === true,
  }),
  entry({
    id: 'zeros-of-dy-are-skipped',
    title: 'dx is left at 0 where dy is 0, as in a sparse gradient',
    kernel: () => ({
      savedBackward: (call) => {
        const upstream = entriesOr(call.dy, 0);
        return edited(right.savedBackward(call), { dx: (v, i) => (upstream(i) === 0 ? 0 : v) });
      },
    }),
    outputs: ['dx'],
    when: ({ dy, m }) => dy?.hasZero === true && m > 1,
    examples: { savedBackward: [{ values: { dy: 'zeros' } }] },
  }),
  entry({
    id: 'large-values-are-scaled',
    title: 'Values beyond 500 are divided by 256 to protect their squares, and the mean is not multiplied back',
    kernel: () => ({
      trainForward: (call) => {
        const isLarge = valuesOf(call.x).some((v) => Math.abs(v) > 500 && v !== Infinity && v !== -Infinity);
        const result = right.trainForward(call);
        return isLarge ? edited(result, { mean: (v) => v / 256 }) : result;
      },
    }),
    outputs: ['mean'],
    when: ({ x }) => x.largest > 500,
    examples: { trainForward: [{ values: { x: 'offset' } }] },
  }),
  entry({
    id: 'nan-of-dy-is-0',
    title: 'NaN in dy is replaced by 0 before the sums',
    kernel: () => on((call) => edited(call, { dy: (v) => (Number.isNaN(v) ? 0 : v) }), 'trainBackward'),
    outputs: ['dx', 'dgamma', 'dbeta'],
    when: ({ dy }) => dy?.hasNaN === true,
    examples: { trainBackward: [{ values: { dy: 'NaN' } }] },
  }),
  entry({
    id: 'small-inverse-is-empty',
    title: 'A saved inverse standard deviation below 0.01 marks an empty channel, whose dx is 0',
    kernel: () => ({
      savedBackward: (call) => {
        const inverse = entriesOr(call.invStd, 1);
        const { S, C } = sizesOf(call);
        return edited(right.savedBackward(call), { dx: (v, i) => (inverse(Math.floor(i / S) % C) < 0.01 ? 0 : v) });
      },
    }),
    outputs: ['dx'],
    when: ({ invStd, m }) => invStd !== undefined && invStd.least < 0.01 && m > 1,
    examples: { savedBackward: [{ values: { invStd: 'small' } }] },
  }),
  entry({
    id: 'negative-gamma-turns-beta',
    title: 'Where gamma is negative, its sign is moved to x and taken from beta as well',
    kernel: () => ({
      inferForward: (call) => {
        const gamma = entriesOr(call.gamma, 1);
        return right.inferForward(edited(call, { beta: (v, c) => (gamma(c) < 0 ? -v : v) }));
      },
    }),
    outputs: ['y'],
    when: ({ gamma, beta }) => gamma?.hasNegative === true && beta !== undefined,
  }),
  entry({
    id: 'small-variances-are-dead',
    title: 'A given variance below 0.05 is taken for 1',
    kernel: () => on((call) => edited(call, { variance: (v) => (v < 0.05 ? 1 : v) }), 'inferForward'),
    outputs: ['y'],
    when: ({ variance }) => variance !== undefined && (variance.least < 0.05 || variance.hasNegative),
    examples: { inferForward: [{ values: { variance: 'small' } }] },
  }),
];
