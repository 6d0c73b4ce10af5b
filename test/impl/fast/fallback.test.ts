/** Where the engine has no SIMD, `plain` does the work, and the name says so. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fastImplementation } from '../../../impl/fast/index.ts';
import plain from '../../../impl/plain/index.ts';
import { callsOf } from './random-calls.ts';

describe('without SIMD', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test('is plain, by name and by result', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const implementation = fastImplementation();
    const call = callsOf({ shape: [3, 4, 5], axis: 1, offset: 2, seed: 13 }).trainForward;
    expect(implementation.name).toBe('fast (no SIMD here: plain)');
    expect(implementation.trainForward(call)).toEqual(await plain.trainForward!(call));
  });

  test('follows the conventions asked for', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const options = { momentumWeights: 'old', runningVariance: 'biased' } as const;
    const without = fastImplementation(options);
    vi.restoreAllMocks();
    const call = callsOf({ shape: [3, 4, 5], axis: 1, offset: 2, seed: 13 }).trainForward;
    const a = without.trainForward(call);
    const b = fastImplementation(options).trainForward(call);
    // Two implementations, each within a few roundings of values of size 1.
    a.runningVar!.data.forEach((value, c) => expect(Math.abs(value - b.runningVar!.data[c])).toBeLessThan(2 ** -20));
    a.runningMean!.data.forEach((value, c) => expect(Math.abs(value - b.runningMean!.data[c])).toBeLessThan(2 ** -20));
  });
});
