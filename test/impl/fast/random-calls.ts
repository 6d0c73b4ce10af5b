/** Calls on random data, and the same call on arrays in the kernel's memory. */
import { type Calls, isState, type Operation, signatures } from '../../../spec/terms/operations.ts';
import { sizeOf } from '../../../spec/terms/tensor.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { randomOf } from '../../../spec/cases/random.ts';
import type { Engine } from '../../../impl/fast/index.ts';

export interface Descriptor {
  readonly shape: readonly number[];
  readonly axis: number;
  /** |μ|/σ of x. */
  readonly offset: number;
  readonly seed: number;
}

/** Every operation on the same data: σ of x is 1. */
export function callsOf({ shape, axis, offset, seed }: Descriptor): Pick<Calls, Operation> {
  const random = randomOf(seed);
  const normal = (): number => random.normal();
  const of = (sizes: readonly number[], next: () => number): Tensor => ({
    dtype: 'float32',
    shape: sizes,
    data: Float32Array.from({ length: sizeOf(sizes) }, next),
  });
  const perChannel = (next: () => number): Tensor => of([shape[axis]], next);
  const x = of(shape, () => normal() + offset);
  const dy = of(shape, () => normal() + 0.5);
  const gamma = perChannel(() => normal() || 1);
  const beta = perChannel(normal);
  const mean = perChannel(() => offset + normal());
  const variance = perChannel(() => 0.5 + random.uniform());
  const common = { x, gamma, beta, epsilon: 2 ** -17, axis };
  return {
    trainForward: { ...common, runningMean: mean, runningVar: variance, momentum: 0.125 },
    inferForward: { ...common, mean, variance },
    trainBackward: { ...common, dy },
    inferBackward: { ...common, dy, mean, variance },
    savedBackward: { x, dy, gamma, mean, invStd: variance, axis },
  };
}

/** Results by name, from arrays that all lie in the kernel's memory, without a copy. They are freed again. */
export function residentResults<O extends Operation>(
  engine: Engine,
  operation: O,
  call: Calls[O],
  inPlace = false,
): Record<string, Float32Array> {
  const taken: Float32Array[] = [];
  const take = (length: number): Float32Array => {
    const array = engine.allocate(length);
    taken.push(array);
    return array;
  };
  const inputs: Record<string, unknown> = { shape: call.x.shape };
  for (const [name, value] of Object.entries(call) as [string, unknown][]) {
    if (typeof value !== 'object') inputs[name] = value;
    else {
      const { data } = value as { data: Float32Array };
      const array = take(data.length);
      array.set(data);
      inputs[name] = array;
    }
  }
  const { inputs: inputNames, outputs: outputNames } = signatures[operation];
  const channels = call.x.shape[call.axis];
  const large = inPlace ? (inputs[inputNames[0]] as Float32Array) : take(call.x.data.length);
  // The first input and the first output are as large as x; without old statistics there are no new ones.
  const [whole, ...smalls] = outputNames;
  const out: Record<string, Float32Array> = { [whole]: large };
  for (const name of smalls) if (!isState(operation, name) || name in inputs) out[name] = take(channels);
  (engine[operation] as (call: unknown) => void)({ ...inputs, out });
  const results = Object.fromEntries(Object.entries(out).map(([name, array]) => [name, array.slice()]));
  for (const array of taken) engine.free(array);
  return results;
}
