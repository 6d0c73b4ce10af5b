/** A checksum over all operations on a few shapes: what two engines must agree on. */
import fast from '../../impl/fast/index.ts';
import type { Tensor } from '../../spec/terms/contract.ts';
import { operations } from '../../spec/terms/operations.ts';
import { callsOf } from './data.ts';

export async function digest(): Promise<string> {
  const shapes = [
    { shape: [1, 1, 1], axis: 1 },
    { shape: [4, 8, 7, 7], axis: 1 },
    { shape: [256, 30], axis: 1 },
    { shape: [3, 9, 9, 16], axis: 3 },
    { shape: [700, 3, 2], axis: 1 },
  ];
  let hash = 0x811c9dc5;
  let numbers = 0;
  for (const place of shapes) {
    const calls = callsOf({ ...place, offset: 1000, seed: 14 });
    for (const operation of operations) {
      const results = await (fast[operation] as unknown as (call: unknown) => Promise<Record<string, Tensor>>)(
        calls[operation],
      );
      for (const { data } of Object.values(results)) {
        numbers += data.length;
        for (const word of new Uint32Array(data.buffer, data.byteOffset, data.length))
          hash = Math.imul(hash ^ word, 0x01000193);
      }
    }
  }
  return `${fast.name}: ${numbers} numbers, ${(hash >>> 0).toString(16)}`;
}
