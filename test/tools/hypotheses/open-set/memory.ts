/** Mistakes that show after other calls: caches keyed too coarsely, buffers not cleared, handles not released. */
import type { BackwardResult, Tensor, TrainForward } from '../../../../spec/terms/contract.ts';
import { layoutOf } from '../../../../spec/terms/layout.ts';
import { sizeOf, tensor, valuesOf } from '../../../../spec/terms/tensor.ts';
import { type Entry, entry } from './entry.ts';
import { columnsOf, edited, entriesOr, kernelOf, right, sizesOf, sumOf } from './kernel.ts';

/** The value of the first call with the key. */
function firstOf<T>(): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    const value = known.get(key) ?? make();
    known.set(key, value);
    return value;
  };
}

const added = (sum: Tensor | undefined, t: Tensor): Tensor => {
  const before = entriesOr(sum, 0);
  return tensor(
    t.dtype,
    t.shape,
    valuesOf(t).map((v, c) => v + before(c)),
  );
};

export const memory: readonly Entry[] = [
  entry({
    id: 'folded-once-per-length',
    title: 'Scale and shift of inference are folded once for each number of channels',
    kernel: () => {
      const folded = firstOf<
        Pick<TrainForward, 'gamma' | 'beta'> & { mean: Tensor; variance: Tensor; epsilon: number }
      >();
      return {
        inferForward: ({ x, axis, ...vectors }) =>
          right.inferForward({ x, axis, ...folded(`${x.dtype} ${x.shape[axis]}`, () => vectors) }),
      };
    },
    outputs: ['y'],
    what: 'memory',
  }),
  entry({
    id: 'plan-by-size',
    title: 'The plan of strides is kept by the size of x and the axis, whatever the shape',
    kernel: () => {
      const plan = firstOf<readonly number[]>();
      return {
        trainBackward: (call) => {
          const { x, dy, axis } = call;
          const shape = plan(`${sizeOf(x.shape)} ${axis}`, () => x.shape);
          if (shape.join() === x.shape.join()) return right.trainBackward(call);
          const { channels } = layoutOf(shape, axis);
          const [gamma, own] = [entriesOr(call.gamma, 1), sizesOf(call).C];
          const cyclic = tensor(
            'float64',
            [channels],
            Float64Array.from({ length: channels }, (_, c) => gamma(c % own)),
          );
          const { epsilon } = call;
          const planned = { x: { ...x, shape }, dy: { ...dy, shape }, axis, epsilon, gamma: cyclic };
          const { dx, dgamma, dbeta } = right.trainBackward(planned);
          const type = call.gamma?.dtype ?? x.dtype;
          const cut = (t: Tensor): Tensor =>
            tensor(
              type,
              [own],
              Float64Array.from({ length: own }, (_, c) => entriesOr(t, 0)(c % channels)),
            );
          return { dx: { ...dx, shape: x.shape }, dgamma: cut(dgamma!), dbeta: cut(dbeta!) };
        },
      };
    },
    outputs: ['dx', 'dgamma', 'dbeta'],
    what: 'memory',
    examples: {
      trainBackward: [
        { shape: [3, 4], axis: 1 },
        { shape: [4, 3], axis: 1 },
      ],
    },
  }),
  entry({
    id: 'gradients-add-up',
    title: 'dgamma and dbeta are added to those of the call before, if it had as many channels',
    kernel: () => {
      let before: BackwardResult | undefined;
      return {
        savedBackward: (call) => {
          const result = right.savedBackward(call);
          const matches = before?.dgamma?.data.length === result.dgamma?.data.length;
          const sums: BackwardResult = {
            ...result,
            dgamma: added(matches ? before?.dgamma : undefined, result.dgamma!),
            dbeta: added(matches ? before?.dbeta : undefined, result.dbeta!),
          };
          before = sums;
          return sums;
        },
      };
    },
    outputs: ['dgamma', 'dbeta'],
    what: 'memory',
  }),
  entry({
    id: 'sums-cleared-as-they-grow',
    title: 'The buffer of sums of x is cleared only when it grows',
    kernel: () => {
      let sums = new Float64Array();
      return {
        trainForward: (call) => {
          const { C, m } = sizesOf(call);
          if (C > sums.length) sums = new Float64Array(C);
          let c = 0;
          const kernel = kernelOf({
            mean: (x) => {
              sums[c] += sumOf(x);
              return sums[c++] / m;
            },
          });
          return kernel.trainForward(call);
        },
      };
    },
    outputs: ['y', 'mean', 'variance', 'invStd', 'runningMean', 'runningVar'],
    what: 'memory',
  }),
  entry({
    id: 'epsilon-compiled-in',
    title: 'The kernel of a shape is compiled with the epsilon of its first call',
    kernel: () => {
      const compiled = firstOf<number>();
      return {
        inferBackward: (call) =>
          right.inferBackward({
            ...call,
            epsilon: compiled(`${call.x.shape.join()} ${call.axis}`, () => call.epsilon),
          }),
      };
    },
    outputs: ['dx', 'dgamma'],
    what: 'memory',
  }),
  entry({
    id: 'momentum-of-the-first-call',
    title: 'Momentum is read once, in the first call',
    kernel: () => {
      let momentum: number | undefined;
      return {
        trainForward: (call) => {
          momentum ??= call.momentum;
          return right.trainForward({ ...call, momentum });
        },
      };
    },
    outputs: ['runningMean', 'runningVar'],
    what: 'memory',
  }),
  entry({
    id: 'one-call-behind',
    title: 'dx is that of the call before, if it had the same shape: the copy is not waited for',
    kernel: () => {
      let before: Tensor | undefined;
      return {
        savedBackward: (call) => {
          const result = right.savedBackward(call);
          const stale = before && before.shape.join() === call.x.shape.join() && before.dtype === call.x.dtype;
          const dx = stale ? before! : result.dx;
          before = result.dx;
          return { ...result, dx: tensor(dx.dtype, dx.shape, valuesOf(dx)) };
        },
      };
    },
    outputs: ['dx'],
    what: 'memory',
  }),
  entry({
    id: 'gradient-of-the-last-forward',
    operations: ['trainBackward'],
    title: 'The gradient uses the mean of the last training step of the same shape rather than that of its x',
    kernel: () => {
      const saved = new Map<string, Float64Array>();
      const keyOf = (x: Tensor, axis: number): string => `${x.shape.join()} ${axis}`;
      return {
        trainForward: (call) => {
          const result = right.trainForward(call);
          saved.set(keyOf(call.x, call.axis), valuesOf(result.mean!));
          return result;
        },
        trainBackward: (call) => {
          const means = saved.get(keyOf(call.x, call.axis));
          if (means === undefined) return right.trainBackward(call);
          let c = 0;
          return kernelOf({ mean: () => means[c++] }).trainBackward(call);
        },
      };
    },
    outputs: ['dx', 'dgamma'],
    what: 'memory',
  }),
  entry({
    id: 'handles-run-out',
    title: 'After 100 calls there is no handle left',
    kernel: () => {
      let handles = 100;
      return {
        trainForward: (call) => {
          if (handles-- === 0) handles = 0;
          if (handles === 0) throw new Error('out of handles');
          return right.trainForward(call);
        },
      };
    },
    outputs: ['status'],
    what: 'memory',
  }),
  entry({
    id: 'last-value-not-written',
    title: 'Where a channel has 5 values modulo 6, its last y is whatever the buffer of the largest call so far held',
    kernel: () => {
      let buffer = new Float64Array();
      return {
        trainForward: (call) => {
          const result = right.trainForward(call);
          const { C, m, S } = sizesOf(call);
          if (buffer.length < C * m) buffer = new Float64Array(C * m);
          const isLast = (i: number): boolean => m % 6 === 5 && i >= C * (m - S) && i % S === S - 1;
          const y = valuesOf(result.y).map((v, i) => (isLast(i) ? buffer[i] : v));
          buffer.set(y);
          return { ...result, y: tensor(call.x.dtype, call.x.shape, y) };
        },
      };
    },
    outputs: ['y'],
    when: ({ m }) => m % 6 === 5,
    what: 'memory',
    examples: {
      trainForward: [
        { shape: [5, 3], axis: 1 },
        { shape: [11, 2], axis: 1 },
      ],
    },
  }),
  entry({
    id: 'gamma-stays-bound',
    title: 'Without gamma, the one of the last call with as many channels stays bound',
    kernel: () => {
      let bound: Tensor | undefined;
      return {
        inferBackward: (call) => {
          bound = call.gamma ?? bound;
          const fits = bound && bound.data.length === call.x.shape[call.axis];
          const { dx } = right.inferBackward(fits ? { ...call, gamma: bound! } : call);
          return { ...right.inferBackward(call), dx };
        },
      };
    },
    outputs: ['dx'],
    when: ({ gamma }) => gamma === undefined,
    what: 'memory',
  }),
  entry({
    id: 'statistics-by-the-first-value',
    title: 'The statistics of a training step are kept by shape and first value of x',
    kernel: () => {
      const kept = firstOf<readonly number[]>();
      return {
        trainBackward: (call) => {
          const first = valuesOf(call.x)[0];
          const means = kept(`${call.x.shape.join()} ${call.axis} ${Math.trunc(first)}`, () =>
            columnsOf(call.x, call).map((x) => sumOf(x) / x.length),
          );
          let c = 0;
          return kernelOf({ mean: () => means[c++] }).trainBackward(call);
        },
      };
    },
    outputs: ['dx', 'dgamma'],
    what: 'memory',
  }),
  entry({
    id: 'every-eleventh-call',
    title: 'Of eleven workspaces one is never filled: every eleventh call has a dbeta of 0',
    kernel: () => {
      let calls = 0;
      return {
        inferBackward: (call) => {
          calls += 1;
          const result = right.inferBackward(call);
          return calls % 11 === 0 ? edited(result, { dbeta: () => 0 }) : result;
        },
      };
    },
    outputs: ['dbeta'],
    what: 'memory',
  }),
];
