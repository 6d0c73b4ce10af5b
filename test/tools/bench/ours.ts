/** Ours: the kernel on its own memory, the same through the contract, the plain implementation, and a copy of the bytes. */
import fast, { Engine } from '../../../impl/fast/index.ts';
import plain from '../../../impl/plain/index.ts';
import type { Implementation, Tensor } from '../../../spec/terms/contract.ts';
import {
  type Contestant,
  data,
  epsilon,
  errorOf,
  errorShape,
  momentum,
  sizeOf,
  timed,
  timedAsync,
} from './contestant.ts';

export async function kernel(threads: number): Promise<Contestant> {
  const engine = new Engine({ bytes: 2 ** 29, threads });
  await engine.ready();
  return {
    name: 'fast',
    threads,
    async prepare({ shape, axis }) {
      const taken: Float32Array[] = [];
      const take = (length: number, values?: Float32Array | number): Float32Array => {
        const array = engine.allocate(length);
        if (typeof values === 'number') array.fill(values);
        else if (values) array.set(values);
        taken.push(array);
        return array;
      };
      const size = sizeOf(shape);
      const channels = shape[axis];
      const x = take(size, data(size, 0.5));
      const dy = take(size, data(size));
      const out = take(size);
      const [gamma, beta, mean, variance] = [1.1, 0.1, 0.5, 1].map((v) => take(channels, v));
      const [a, b, c, newMean, newVariance] = [0, 0, 0, 0, 0].map((v) => take(channels, v));
      const common = { shape, axis, x, gamma, epsilon };
      const train = {
        ...common,
        beta,
        momentum,
        runningMean: mean,
        runningVar: variance,
        out: { y: out, mean: a, variance: b, invStd: c, runningMean: newMean, runningVar: newVariance },
      };
      const infer = { ...common, beta, mean, variance, out: { y: out } };
      const backward = { ...common, dy, mean, invStd: variance, out: { dx: out, dgamma: a, dbeta: b } };
      return {
        passes: {
          train: timed(() => engine.trainForward(train)),
          infer: timed(() => engine.inferForward(infer)),
          backward: timed(() => engine.savedBackward(backward)),
        },
        dispose: () => taken.forEach((array) => engine.free(array)),
      };
    },
    async errorAt(offset) {
      const x = data(sizeOf(errorShape), offset);
      const y = new Float32Array(x.length);
      engine.trainForward({ x, shape: errorShape, axis: 1, epsilon, momentum, out: { y } });
      return errorOf(x, y);
    },
    close: () => engine.close(),
  };
}

function contract(name: string, implementation: Implementation, mostElements: number): Contestant {
  return {
    name,
    threads: 1,
    async prepare({ shape, axis }) {
      const size = sizeOf(shape);
      if (size > mostElements) return undefined;
      const of = (sizes: readonly number[], values: Float32Array): Tensor => ({
        dtype: 'float32',
        shape: sizes,
        data: values,
      });
      const perChannel = (v: number): Tensor => of([shape[axis]], new Float32Array(shape[axis]).fill(v));
      const x = of(shape, data(size, 0.5));
      const dy = of(shape, data(size));
      const common = { x, gamma: perChannel(1.1), axis, epsilon };
      const beta = perChannel(0.1);
      const given = { mean: perChannel(0.5), variance: perChannel(1) };
      const train = { ...common, beta, momentum, runningMean: given.mean, runningVar: given.variance };
      const infer = { ...common, ...given, beta };
      const backward = { ...common, dy, mean: given.mean, invStd: given.variance };
      return {
        passes: {
          train: timedAsync(async () => implementation.trainForward!(train)),
          infer: timedAsync(async () => implementation.inferForward!(infer)),
          backward: timedAsync(async () => implementation.savedBackward!(backward)),
        },
        dispose() {},
      };
    },
    async errorAt(offset) {
      const x = data(sizeOf(errorShape), offset);
      const call = { x: { dtype: 'float32', shape: errorShape, data: x }, axis: 1, epsilon, momentum } as const;
      return errorOf(x, (await implementation.trainForward!(call)).y.data);
    },
  };
}

export const throughContract: Contestant = contract('fast (contract)', fast, Infinity);
export const plainOne: Contestant = contract('plain', plain, 2 ** 20);

/** The physical limit: the same bytes, read once and written once. */
export const copy: Contestant = {
  name: 'copy',
  threads: 1,
  async prepare({ shape }) {
    const from = data(sizeOf(shape));
    const to = new Float32Array(from.length);
    const run = timed(() => to.set(from));
    return { passes: { train: run, infer: run, backward: run }, dispose() {} };
  },
};
