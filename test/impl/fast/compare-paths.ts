/** One call by several ways through the implementation, to be compared bit by bit. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import fast, { Engine } from '../../../impl/fast/index.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { type Operation, operations } from '../../../spec/terms/operations.ts';
import { callsOf, residentResults } from './random-calls.ts';

const bits = (array: Float32Array): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Names of the results that differ in a bit. */
export function differing(a: Record<string, Float32Array>, b: Record<string, Float32Array>): string[] {
  return Object.keys({ ...a, ...b }).filter(
    (name) => !(name in a && name in b) || Buffer.compare(bits(a[name]), bits(b[name])) !== 0,
  );
}

export async function stagedResults(
  operation: Operation,
  calls: ReturnType<typeof callsOf>,
): Promise<Record<string, Float32Array>> {
  const run = fast[operation] as unknown as (call: unknown) => Promise<Record<string, Tensor>>;
  const results = await run(calls[operation]);
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
}

export type Place = readonly [shape: number[], axis: number];

/** Registers a test for each place, with engines of two and three threads. */
export function threadsAgree(places: readonly Place[]): void {
  const engine = new Engine();
  const threaded = [2, 3].map((threads) => new Engine({ threads }));
  beforeAll(async () => {
    await Promise.all(threaded.map((each) => each.ready()));
  });
  afterAll(() => threaded.forEach((each) => each.close()));

  test.each(places)('gives the same bits with any number of threads: %j, axis %i', (shape, axis) => {
    for (const operation of operations) {
      const calls = callsOf({ shape, axis, offset: 5, seed: 4 });
      const alone = residentResults(engine, operation, calls[operation]);
      for (const each of threaded) {
        expect(differing(residentResults(each, operation, calls[operation]), alone)).toEqual([]);
      }
    }
  });
}

/** Registers a test for each place: every pass goes over boxes where it is larger than the stage. */
export function boxesAgree(places: readonly Place[]): void {
  const engine = new Engine();
  test.each(places)(
    'agrees with the whole where a channel passes through in boxes: %j, axis %i',
    async (shape, axis) => {
      const calls = callsOf({ shape, axis, offset: 100, seed: 5 });
      for (const operation of operations) {
        const whole = residentResults(engine, operation, calls[operation]);
        const boxes = await stagedResults(operation, calls);
        for (const name in whole) {
          // The pivot comes from the first box only, so that sums round differently: by parts of u·√v, here 2⁻²⁴.
          const scale = Math.max(...whole[name].slice(0, 1000).map(Math.abs), 1);
          let worst = 0;
          for (let i = 0; i < whole[name].length; i++)
            worst = Math.max(worst, Math.abs(whole[name][i] - boxes[name][i]));
          expect(worst, `${operation} ${name}`).toBeLessThanOrEqual(scale * 2 ** -20);
        }
      }
    },
  );
}
