/** One call, many ways through the implementation: all give the same bits. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fast, { Engine } from '../../../impl/fast/index.ts';
import { type Operation, operations } from '../../../spec/terms/operations.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { callsOf, type Descriptor, residentResults } from './data.ts';

const descriptors: fc.Arbitrary<Descriptor> = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 5 }),
    fc.nat(),
    fc.constantFrom(0, 3, 1e4),
    fc.nat(),
  )
  .filter(([shape]) => shape.reduce((a, b) => a * b, 1) <= 50_000)
  .map(([shape, axis, offset, seed]) => ({ shape, axis: axis % shape.length, offset, seed }));

const bits = (array: Float32Array): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

/** Names of the results that differ in a bit. */
function differing(a: Record<string, Float32Array>, b: Record<string, Float32Array>): string[] {
  return Object.keys({ ...a, ...b }).filter(
    (name) => !(name in a && name in b) || Buffer.compare(bits(a[name]), bits(b[name])) !== 0,
  );
}

async function stagedResults(
  operation: Operation,
  calls: ReturnType<typeof callsOf>,
): Promise<Record<string, Float32Array>> {
  const run = fast[operation] as unknown as (call: unknown) => Promise<Record<string, Tensor>>;
  const results = await run(calls[operation]);
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
}

describe('the same call', () => {
  const engine = new Engine();
  const crews = [2, 3].map((threads) => new Engine({ threads }));
  beforeAll(async () => {
    await Promise.all(crews.map((crew) => crew.ready()));
  });
  afterAll(() => crews.forEach((crew) => crew.close()));

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

  // Sizes that threads divide in every operation: rows, columns, very many columns, columns that leave a remainder.
  const large: [number[], number][] = [
    [[8, 37, 60, 60], 1],
    [[160_000, 7], 1],
    [[2500, 517], 1],
    [[200, 9000], 1],
    [[330, 33, 3, 33], 1],
    [[90, 14, 14, 64], 3],
  ];
  test.each(large)('gives the same bits with any number of threads: %j, axis %i', (shape, axis) => {
    for (const operation of operations) {
      const calls = callsOf({ shape, axis, offset: 5, seed: 4 });
      const alone = residentResults(engine, operation, calls[operation]);
      for (const crew of crews) {
        expect(differing(residentResults(crew, operation, calls[operation]), alone)).toEqual([]);
      }
    }
  });

  // Larger than the stage: every pass goes over boxes.
  const huge: [number[], number][] = [
    [[1, 2, 700_001], 1],
    [[1, 1, 1_100_003], 1],
    [[400_001, 3], 1],
    [[3000, 2, 200], 1],
  ];
  test.each(huge)('agrees with the whole where a channel passes through in boxes: %j, axis %i', async (shape, axis) => {
    const calls = callsOf({ shape, axis, offset: 100, seed: 5 });
    for (const operation of operations) {
      const whole = residentResults(engine, operation, calls[operation]);
      const boxes = await stagedResults(operation, calls);
      for (const name in whole) {
        // The pivot comes from the first box only, so that sums round differently: by parts of u·√v, here 2⁻²⁴.
        const scale = Math.max(...whole[name].slice(0, 1000).map(Math.abs), 1);
        let worst = 0;
        for (let i = 0; i < whole[name].length; i++) worst = Math.max(worst, Math.abs(whole[name][i] - boxes[name][i]));
        expect(worst, `${operation} ${name}`).toBeLessThanOrEqual(scale * 2 ** -20);
      }
    }
  });
});
