/** Calls that are not answered, or not in the right form, and memory that is not the implementation's own. */
import type { BackwardResult, Tensor, TrainForwardResult } from '../../../../spec/terms/contract.ts';
import { Rejected } from '../../../../spec/terms/refusals.ts';
import { valuesOf } from '../../../../spec/terms/tensor.ts';
import { type Entry, entry } from './entry.ts';
import { columnsOf, edited, right, sizesOf, sumOf, where } from './kernel.ts';

const overwrite = (t: Tensor, from: Tensor): void => (t.data as Float64Array).set(from.data);

export const faults: readonly Entry[] = [
  entry({
    id: 'running-statistics-in-place',
    title: 'Running statistics are written over the old ones',
    kernel: () => ({
      trainForward: (call) => {
        const result = right.trainForward(call);
        if (call.runningMean && result.runningMean) overwrite(call.runningMean, result.runningMean);
        if (call.runningVar && result.runningVar) overwrite(call.runningVar, result.runningVar);
        return result;
      },
    }),
    outputs: ['purity'],
    when: ({ runningMean, runningVar, momentum }) =>
      (runningMean !== undefined || runningVar !== undefined) && momentum !== 0,
    what: 'none',
  }),
  entry({
    id: 'dy-scaled-in-place',
    title: 'dy is multiplied by gamma in place',
    kernel: () => ({
      savedBackward: (call) => {
        const result = right.savedBackward(call);
        const { S, C } = sizesOf(call);
        const { gamma } = call;
        if (gamma) {
          const scale = valuesOf(gamma);
          overwrite(call.dy, edited({ dy: call.dy }, { dy: (v, i) => v * scale[Math.floor(i / S) % C] }).dy);
        }
        return result;
      },
    }),
    outputs: ['purity'],
    when: ({ gamma }) => gamma !== undefined,
    what: 'none',
  }),
  entry({
    id: 'y-in-the-place-of-x',
    title: 'y is written over x, and x is given back',
    kernel: () => ({
      inferForward: (call) => {
        overwrite(call.x, right.inferForward(call).y);
        return { y: call.x };
      },
    }),
    outputs: ['purity'],
    what: 'none',
  }),
  entry({
    id: 'x-is-scratch-memory',
    title: 'Channels of more than 30 values are centred in x itself',
    kernel: () =>
      where(({ m }) => m > 30, {
        trainBackward: (call) => {
          const result = right.trainBackward(call);
          const means = columnsOf(call.x, call).map((x) => sumOf(x) / x.length);
          const { S, C } = sizesOf(call);
          overwrite(call.x, edited({ x: call.x }, { x: (v, i) => v - means[Math.floor(i / S) % C] }).x);
          return result;
        },
      }),
    outputs: ['purity'],
    when: ({ m }) => m > 30,
    what: 'none',
    examples: { trainBackward: [{ shape: [33, 3], axis: 1 }] },
  }),
  entry({
    id: 'beta-is-accumulator',
    title: 'dbeta is added to beta, as the step of an optimizer would be',
    kernel: () => ({
      inferBackward: (call) => {
        const result = right.inferBackward(call);
        const dbeta = valuesOf(result.dbeta!);
        if (call.beta) overwrite(call.beta, edited({ beta: call.beta }, { beta: (v, c) => v - 0.1 * dbeta[c] }).beta);
        return result;
      },
    }),
    outputs: ['purity'],
    when: ({ beta }) => beta !== undefined,
    what: 'none',
  }),
  entry({
    id: 'axis-0-crashes',
    title: 'Channels on axis 0 end in an exception',
    kernel: () =>
      where(({ axis }) => axis === 0, {
        trainBackward: () => {
          throw new TypeError('undefined is not a function');
        },
      }),
    outputs: ['status'],
    when: ({ axis }) => axis === 0,
    what: 'crash',
  }),
  entry({
    id: 'single-channel-is-squeezed',
    title: 'A single channel loses its axis, and the sum over it ends in an exception',
    kernel: () =>
      where(({ C }) => C === 1, {
        savedBackward: () => {
          throw new RangeError('axis 1 is out of bounds for array of dimension 1');
        },
      }),
    outputs: ['status'],
    when: ({ C }) => C === 1,
    what: 'crash',
    examples: { savedBackward: [{ shape: [4, 1], axis: 1 }] },
  }),
  entry({
    id: 'momentum-of-1-refused',
    title: 'A momentum of 1 is refused, as if it had to be less',
    kernel: () => ({
      trainForward: (call) => {
        if (call.momentum === 1) throw new Rejected('"momentum" expected 0 <= momentum < 1');
        return right.trainForward(call);
      },
    }),
    outputs: ['status'],
    when: ({ momentum }) => momentum === 1,
    what: 'crash',
    examples: { trainForward: [{ momentum: 1 }] },
  }),
  entry({
    id: 'beta-without-gamma-crashes',
    title: 'Beta without gamma ends in an exception',
    kernel: () =>
      where((_, { gamma, beta }) => gamma === undefined && beta !== undefined, {
        inferBackward: () => {
          throw new TypeError('Cannot read properties of undefined');
        },
      }),
    outputs: ['status'],
    when: ({ gamma, beta }) => gamma === undefined && beta !== undefined,
    what: 'crash',
    examples: { inferBackward: [{ given: ['beta'] }] },
  }),
  entry({
    id: 'two-values-hang',
    title: 'With two values per channel and several positions a loop has a step of 0 and never ends',
    kernel: () => {
      const answer = ({ m, S }: { m: number; S: number }): boolean => m === 2 && S === 2;
      return where(answer, {
        inferForward: () => new Promise(() => undefined) as never,
      });
    },
    outputs: ['status'],
    when: ({ m, S }) => m === 2 && S === 2,
    what: 'hang',
    examples: { inferForward: [{ shape: [1, 3, 2], axis: 1 }] },
  }),
  entry({
    id: 'shared-memory-of-1200',
    title: 'More than 1200 values per channel do not fit in shared memory, and the launch fails',
    kernel: () =>
      where(({ m }) => m > 1200, {
        trainForward: () => {
          throw new Error('too many resources requested for launch');
        },
      }),
    outputs: ['status'],
    when: ({ m }) => m > 1200,
    what: 'crash',
    examples: { trainForward: [{ shape: [31, 2, 43], axis: 1 }] },
  }),
  entry({
    id: 'volumes-come-back-flat',
    title: 'y of rank 5 comes back with its axes behind the channels joined',
    kernel: () =>
      where(({ rank, axis }) => rank === 5 && axis === 1, {
        inferForward: (call) => {
          const { y } = right.inferForward(call);
          const [N, C, ...rest] = y.shape;
          return { y: { ...y, shape: [N, C, rest.reduce((a, b) => a * b, 1)] } };
        },
      }),
    outputs: ['y'],
    when: ({ rank, axis }) => rank === 5 && axis === 1,
  }),
  entry({
    id: 'gradients-keep-their-axes',
    title: 'For images, dgamma and dbeta keep the summed axes as axes of length 1',
    kernel: () =>
      where(({ rank }) => rank === 4, {
        trainBackward: (call) => {
          const result = right.trainBackward(call);
          const kept = (t: Tensor): Tensor => ({ ...t, shape: [1, t.data.length, 1, 1] });
          return { ...result, dgamma: kept(result.dgamma!), dbeta: kept(result.dbeta!) } satisfies BackwardResult;
        },
      }),
    outputs: ['dgamma', 'dbeta'],
    when: ({ rank }) => rank === 4,
  }),
  entry({
    id: 'one-value-has-no-variance',
    title: 'With one value per channel the running variance divides by 0',
    kernel: () => ({
      trainForward: (call): TrainForwardResult =>
        edited(right.trainForward(call), { runningVar: (v) => (sizesOf(call).m === 1 ? Number.NaN : v) }),
    }),
    outputs: ['runningVar'],
    when: ({ m, runningVar }) => m === 1 && runningVar !== undefined,
    examples: { trainForward: [{ shape: [1, 4], axis: 1, given: ['runningMean', 'runningVar'] }] },
  }),
  entry({
    id: 'equal-values-crash',
    title: 'A channel of equal values fails an assertion that the variance is positive',
    kernel: () => ({
      trainBackward: (call) => {
        const isFlat = columnsOf(call.x, call).some((x) => x.length > 1 && x.every((v) => v === x[0]));
        if (isFlat) throw new Error('assertion failed: variance > 0');
        return right.trainBackward(call);
      },
    }),
    outputs: ['status'],
    when: ({ x }) => x.constant,
    what: 'crash',
    examples: { trainBackward: [{ values: { x: 'constant' } }] },
  }),
  entry({
    id: 'dx-of-a-shared-workspace',
    title: 'dx is a view of a workspace that the next call writes to',
    kernel: () => {
      let workspace = new Float32Array();
      return {
        inferBackward: (call) => {
          const result = right.inferBackward(call);
          const { length } = result.dx.data;
          if (workspace.length < length) workspace = new Float32Array(length);
          workspace.set(result.dx.data);
          return { ...result, dx: { ...result.dx, data: workspace.subarray(0, length) } };
        },
      };
    },
    outputs: ['purity'],
    what: 'none',
  }),
  entry({
    id: 'mean-of-0-is-not-calibrated',
    title: 'y of a channel whose given mean is 0 lacks beta: the channel counts as not calibrated',
    kernel: () => ({
      inferForward: (call) => {
        const mean = valuesOf(call.mean);
        return right.inferForward(edited(call, { beta: (v, c) => (mean[c] === 0 ? 0 : v) }));
      },
    }),
    outputs: ['y'],
    when: ({ mean, beta }) => mean?.hasZero === true && beta !== undefined,
    examples: { inferForward: [{ values: { mean: 'first 0' }, given: ['gamma', 'beta'] }] },
  }),
];
