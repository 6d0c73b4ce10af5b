/** Wrong formulas of the statistics of training, and of what becomes of them. */
import { runningStatistic, update } from '../../../../impl/plain/running.ts';
import { variance as plainVariance } from '../../../../impl/plain/statistics.ts';
import { type Entry, entry } from './entry.ts';
import { columnsOf, edited, entriesOr, kernelOf, pick, right, sizesOf } from './kernel.ts';

export const statistics: readonly Entry[] = [
  entry({
    id: 'mean-absolute-deviation',
    title: 'The variance is π/2 times the square of the mean absolute deviation, as if values were normal',
    kernel: () =>
      pick(
        kernelOf({
          variance: (x, mean) => (Math.PI / 2) * (x.reduce((sum, v) => sum + Math.abs(v - mean), 0) / x.length) ** 2,
        }),
        'trainForward',
        'trainBackward',
      ),
    outputs: ['y', 'variance', 'invStd', 'runningVar', 'dx', 'dgamma'],
    when: ({ m }) => m > 1,
  }),
  entry({
    id: 'welford-takes-one-delta-twice',
    title: 'Welford’s sum of squares adds the square of the difference from the mean before',
    kernel: () =>
      pick(
        kernelOf({
          variance: (x) => {
            let [mean, squares] = [0, 0];
            x.forEach((value, k) => {
              const delta = value - mean;
              mean += delta / (k + 1);
              squares += delta * delta;
            });
            return squares / x.length;
          },
        }),
        'trainForward',
      ),
    outputs: ['y', 'variance', 'invStd', 'runningVar'],
  }),
  entry({
    id: 'variance-keeps-epsilon',
    title: 'Epsilon is added to the variance in place, before it is returned and enters the running variance',
    kernel: () => ({
      trainForward: (call) => {
        const { m } = sizesOf(call);
        const { epsilon, momentum } = call;
        const extra = runningStatistic(epsilon, m, 'unbiased') * momentum;
        return edited(right.trainForward(call), { variance: (v) => v + epsilon, runningVar: (v) => v + extra });
      },
    }),
    outputs: ['variance', 'runningVar'],
    when: ({ epsilon }) => epsilon !== 0,
  }),
  entry({
    id: 'standard-deviation-for-its-inverse',
    title: 'The standard deviation is returned in place of its inverse',
    kernel: () => ({ trainForward: (call) => edited(right.trainForward(call), { invStd: (r) => 1 / r }) }),
    outputs: ['invStd'],
  }),
  entry({
    id: 'returned-variance-is-unbiased',
    title: 'The variance that is returned is the one prepared for the running variance',
    kernel: () => ({
      trainForward: (call) =>
        edited(right.trainForward(call), { variance: (v) => runningStatistic(v, sizesOf(call).m, 'unbiased') }),
    }),
    outputs: ['variance'],
    when: ({ m }) => m > 1,
  }),
  entry({
    id: 'running-mean-of-shifted-values',
    title: 'Values are shifted by the first of their channel, and the running mean takes the shifted mean',
    kernel: () => ({
      trainForward: (call) => {
        const first = columnsOf(call.x, call).map(([value]) => value);
        return edited(right.trainForward(call), { runningMean: (mean, c) => mean - call.momentum * first[c] });
      },
    }),
    outputs: ['runningMean'],
    when: ({ momentum }) => momentum !== 0,
  }),
  entry({
    id: 'running-variance-of-a-mixture',
    title: 'The running variance also takes the squared step of the running mean, as a mixture of two batches has it',
    kernel: () => ({
      trainForward: (call) => {
        const old = call.runningMean;
        if (old === undefined) return right.trainForward(call);
        const before = entriesOr(old, 0);
        const means = columnsOf(call.x, call).map((x) => x.reduce((sum, v) => sum + v, 0) / x.length);
        const a = call.momentum;
        return edited(right.trainForward(call), {
          runningVar: (v, c) => v + a * (1 - a) * (means[c] - before(c)) ** 2,
        });
      },
    }),
    outputs: ['runningVar'],
    when: ({ runningMean, momentum }) => runningMean !== undefined && momentum !== 0 && momentum !== 1,
  }),
  entry({
    id: 'centred-by-the-running-mean',
    title: 'y is centred by the running mean, updated before, where there is one',
    kernel: () => ({
      trainForward: (call) => {
        const result = right.trainForward(call);
        if (!result.runningMean) return result;
        const mean = entriesOr(result.runningMean, 0);
        const x = columnsOf(call.x, call);
        const inverse = x.map((values) => {
          const own = values.reduce((sum, v) => sum + v, 0) / values.length;
          return { own, r: 1 / Math.sqrt(plainVariance(values, own) + call.epsilon) };
        });
        const gamma = entriesOr(call.gamma, 1);
        const { S, C } = sizesOf(call);
        const channel = (i: number): number => Math.floor(i / S) % C;
        return edited(result, {
          y: (y, i) => y + (inverse[channel(i)].own - mean(channel(i))) * inverse[channel(i)].r * gamma(channel(i)),
        });
      },
    }),
    outputs: ['y'],
    when: ({ runningMean }) => runningMean !== undefined,
  }),
  entry({
    id: 'variance-and-inverse-exchanged',
    title: 'The variance and the inverse standard deviation are returned in each other’s place',
    kernel: () => ({
      trainForward: (call) => {
        const result = right.trainForward(call);
        return { ...result, variance: result.invStd!, invStd: result.variance! };
      },
    }),
    outputs: ['variance', 'invStd'],
  }),
  entry({
    id: 'sum-starts-from-the-first-value',
    title: 'The sum for the mean starts from the first value, which the loop then adds again',
    kernel: () => pick(kernelOf({ mean: (x) => x.reduce((sum, v) => sum + v, x[0]) / x.length }), 'trainForward'),
    outputs: ['y', 'mean', 'variance', 'invStd', 'runningMean', 'runningVar'],
  }),
  entry({
    id: 'running-variance-weighs-the-other-way',
    title: 'Momentum weighs the new mean, but the old variance',
    kernel: () => ({
      trainForward: (call) => {
        const result = right.trainForward(call);
        const old = entriesOr(call.runningVar, 0);
        const { m } = sizesOf(call);
        const batch = columnsOf(call.x, call).map((x) =>
          runningStatistic(plainVariance(x, x.reduce((sum, v) => sum + v, 0) / m), m, 'unbiased'),
        );
        return edited(result, { runningVar: (_, c) => update(old(c), batch[c], 1 - call.momentum) });
      },
    }),
    outputs: ['runningVar'],
    when: ({ momentum }) => momentum !== 0.5,
  }),
];
