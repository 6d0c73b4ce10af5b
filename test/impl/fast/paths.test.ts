/** One call, many ways through the implementation: all give the same bits. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../../impl/fast/index.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { callsOf, type Descriptor, residentResults } from './random-calls.ts';
import { boxesAgree, differing, stagedResults, threadsAgree } from './compare-paths.ts';

const descriptors: fc.Arbitrary<Descriptor> = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 5 }),
    fc.nat(),
    fc.constantFrom(0, 3, 1e4),
    fc.nat(),
  )
  .filter(([shape]) => shape.reduce((a, b) => a * b, 1) <= 50_000)
  .map(([shape, axis, offset, seed]) => ({ shape, axis: axis % shape.length, offset, seed }));

describe('the same call', () => {
  const engine = new Engine();

  test('gives the same bits outside the kernel’s memory, inside it and in place', async () => {
    await fc.assert(
      fc.asyncProperty(descriptors, fc.constantFrom(...operations), async (descriptor, operation) => {
        const calls = callsOf(descriptor);
        const resident = residentResults(engine, operation, calls[operation]);
        expect(differing(await stagedResults(operation, calls), resident)).toEqual([]);
        expect(differing(residentResults(engine, operation, calls[operation], true), resident)).toEqual([]);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  // Sizes that threads divide in every operation: rows, and columns that leave a remainder.
  threadsAgree([
    [[2500, 517], 1],
    [[90, 14, 14, 64], 3],
  ]);

  boxesAgree([[[3000, 2, 200], 1]]);
});
