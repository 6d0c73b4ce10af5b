/** The engine writes its outputs and nothing beside them, and takes no more memory call after call. */
import { describe, expect, test } from 'vitest';
import fast, { Engine } from '../../../impl/fast/index.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { callsOf, residentResults } from './random-calls.ts';

describe('the engine', () => {
  test('does not take more memory call after call', async () => {
    const engine = new Engine({ bytes: 2 ** 22 });
    const x = engine.allocate(60);
    const y = engine.allocate(60);
    const call = { x, shape: [4, 3, 5], axis: 1, epsilon: 1e-5, momentum: 0.1, out: { y } };
    engine.trainForward(call);
    const before = engine.bytesInUse;
    for (let i = 0; i < 1_000_000; i++) engine.trainForward(call);
    expect(engine.bytesInUse).toBe(before);
    engine.free(x);
    engine.free(y);
    expect(engine.bytesInUse).toBeLessThan(before);
  });

  test('writes its outputs and nothing beside them', () => {
    const engine = new Engine({ bytes: 2 ** 21 });
    const allocate = engine.allocate.bind(engine);
    // NaN on both sides of every array: it would spread if it were read.
    const fence = (): Float32Array => allocate(64).fill(Number.NaN);
    for (const [shape, axis] of [
      [[3, 2, 17], 1],
      [[5, 7], 1],
      [[5, 3, 3], 1],
      [[1, 1], 1],
      [[33, 13], 1],
    ] as const) {
      const calls = callsOf({ shape, axis, offset: 2, seed: 6 });
      for (const operation of operations) {
        const alone = residentResults(engine, operation, calls[operation]);
        const fences = [fence()];
        engine.allocate = (length) => {
          const array = allocate(length);
          fences.push(fence());
          return array;
        };
        const fenced = residentResults(engine, operation, calls[operation]);
        engine.allocate = allocate;
        for (const f of fences) {
          expect(f.every(Number.isNaN)).toBe(true);
          engine.free(f);
        }
        expect(fenced).toEqual(alone);
      }
    }
  });

  test('leaves inputs as they are', async () => {
    const descriptor = { shape: [7, 5, 11], axis: 1, offset: 3, seed: 7 };
    const calls = callsOf(descriptor);
    for (const operation of operations)
      await (fast[operation] as unknown as (call: unknown) => unknown)(calls[operation]);
    expect(calls).toEqual(callsOf(descriptor));
  });
});
