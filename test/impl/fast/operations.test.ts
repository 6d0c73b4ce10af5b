/** Arrays of the caller for the results: the bits of fresh ones, in the caller's arrays, which are refused where they do not fit. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { fastImplementation, type FastImplementation } from '../../../impl/fast/index.ts';
import { Rejected } from '../../../spec/terms/refusals.ts';
import { type Operation, operations } from '../../../spec/terms/operations.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { callsOf } from './random-calls.ts';

type Results = Record<string, Tensor>;
type Run = (call: unknown, out?: Record<string, Float32Array>) => Results;

const place = { shape: [6, 5, 40], axis: 1, offset: 3, seed: 21 };
const runOf = (fast: FastImplementation, operation: Operation): Run => fast[operation] as unknown as Run;
const largeOf = (operation: Operation): string => (operation.endsWith('Forward') ? 'y' : 'dx');

function outFor(operation: Operation, length = 6 * 5 * 40): Record<string, Float32Array> {
  const filled = (n: number): Float32Array => new Float32Array(n).fill(Number.NaN);
  if (largeOf(operation) === 'y') return { y: filled(length) };
  return { dx: filled(length), dgamma: filled(5), dbeta: filled(5) };
}

describe.each(['with SIMD', 'without'])('arrays for results, %s', (simd) => {
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const made = (): FastImplementation => {
    if (simd === 'without') vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    return fastImplementation();
  };

  test.each(operations)('take what fresh ones would: %s', (operation) => {
    const run = runOf(made(), operation);
    const fresh = run(callsOf(place)[operation]);
    const out = outFor(operation);
    const results = run(callsOf(place)[operation], out);
    expect(results).toEqual(fresh);
    for (const name in out) expect(results[name].data).toBe(out[name]);
  });

  test.each(operations)('are refused with another length, and stay as they are: %s', (operation) => {
    const out = outFor(operation, 7);
    expect(() => runOf(made(), operation)(callsOf(place)[operation], out)).toThrow(
      new Rejected(`"out.${largeOf(operation)}" expected 1200 values for its shape, got 7`),
    );
    expect(out).toEqual(outFor(operation, 7));
  });

  test('may be the input itself', () => {
    const call = callsOf(place).trainForward;
    const expected = runOf(made(), 'trainForward')(callsOf(place).trainForward)['y'];
    const y = call.x.data as Float32Array;
    expect(runOf(made(), 'trainForward')(call, { y })['y']).toEqual(expected);
  });
});
