/** Checksums over all operations on a few shapes: what two engines must agree on. */
import fast, { type Engine } from '../../../impl/fast/index.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { callsOf, residentResults } from './random-calls.ts';

export async function digest(): Promise<string> {
  const shapes = [
    { shape: [1, 1, 1], axis: 1 },
    { shape: [4, 8, 7, 7], axis: 1 },
    { shape: [256, 30], axis: 1 },
    { shape: [3, 9, 9, 16], axis: 3 },
    { shape: [700, 3, 2], axis: 1 },
  ];
  const sum = new Checksum();
  for (const place of shapes) {
    const calls = callsOf({ ...place, offset: 1000, seed: 14 });
    for (const operation of operations) {
      const results = await (fast[operation] as unknown as (call: unknown) => Promise<Record<string, Tensor>>)(
        calls[operation],
      );
      for (const { data } of Object.values(results)) sum.add(data as Float32Array);
    }
  }
  return `${fast.name}: ${sum.toString()}`;
}

/** Digest of arrays in the engine's memory that are large enough for threads to share, as rows and as columns. */
export function residentDigest(engine: Engine): string {
  const sum = new Checksum();
  for (const place of [
    { shape: [8, 37, 60, 60], axis: 1 },
    { shape: [90, 14, 14, 64], axis: 3 },
  ]) {
    const calls = callsOf({ ...place, offset: 5, seed: 15 });
    for (const operation of operations) {
      for (const data of Object.values(residentResults(engine, operation, calls[operation]))) sum.add(data);
    }
  }
  return sum.toString();
}

class Checksum {
  #hash = 0x811c9dc5;
  #numbers = 0;

  add(data: Float32Array): void {
    this.#numbers += data.length;
    for (const word of new Uint32Array(data.buffer, data.byteOffset, data.length))
      this.#hash = Math.imul(this.#hash ^ word, 0x01000193);
  }

  toString(): string {
    return `${this.#numbers} numbers, ${(this.#hash >>> 0).toString(16)}`;
  }
}
