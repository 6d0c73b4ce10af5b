/** The errors of y of the fast implementation, value by value, over shapes that take its different ways. */
import fast from '../../../impl/fast/index.ts';
import { defaultConventions } from '../../../spec/terms/profiles.ts';
import { reference } from '../../../reference/oracle.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { channelOf, layoutOf } from '../../../spec/terms/layout.ts';
import { callsOf } from './random-calls.ts';

const places: readonly (readonly [shape: number[], axis: number])[] = [
  [[4, 8, 7, 7], 1],
  [[256, 30], 1],
  [[64, 7, 9], 2],
  [[3, 5, 1000], 1],
  [[2, 300], 1],
  [[16, 64], 1],
];

export type Forward = 'trainForward' | 'inferForward';

export interface ErrorOfValue {
  /** |y - exact|. */
  readonly error: number;
  /** The exact value to 53 bits. */
  readonly exact: number;
  readonly gamma: number;
  readonly beta: number;
}

/** @param offset - |μ|/σ of every channel */
export async function* errorsOf(operation: Forward, offset: number, seeds: number): AsyncGenerator<ErrorOfValue> {
  const run = fast[operation] as unknown as (call: unknown) => Promise<{ y: Tensor }>;
  for (const [shape, axis] of places) {
    const layout = layoutOf(shape, axis);
    for (let seed = 1; seed <= seeds; seed++) {
      const call = callsOf({ shape, axis, offset, seed })[operation];
      const { y } = await run(call);
      const { hi, lo } = reference.answer(operation, call, defaultConventions).outputs.y!;
      for (const [i, actual] of y.data.entries()) {
        const c = channelOf(layout, i);
        const error = Math.abs(actual - hi[i] - lo[i]);
        yield { error, exact: hi[i], gamma: call.gamma!.data[c], beta: call.beta!.data[c] };
      }
    }
  }
}
