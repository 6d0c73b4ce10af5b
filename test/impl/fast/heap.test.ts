/** Everything taken from the kernel's heap is given back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Heap } from '../../../impl/fast/heap.ts';

describe('the heap', () => {
  test('hands out ranges apart from each other, and has all of it again in the end', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(20_000)), { maxLength: 200 }), (steps) => {
        const heap = new Heap(new WebAssembly.Memory({ initial: 4, maximum: 4 }));
        const largest = heap.bytes - 64;
        let good = true;
        const live: { at: number; bytes: number }[] = [];
        for (const [take, size] of steps) {
          if (take) {
            const at = heap.take(size);
            if (at === 0) continue;
            const apart = live.every((other) => at >= other.at + other.bytes || other.at >= at + size);
            good &&= at % 64 === 0 && at + size <= heap.bytes && apart;
            live.push({ at, bytes: size });
          } else if (live.length > 0) {
            const [range] = live.splice(size % live.length, 1);
            good &&= heap.give(range.at) && !heap.give(range.at);
          }
        }
        for (const { at } of live) heap.give(at);
        expect(good).toBe(true);
        expect(heap.taken).toBe(0);
        expect(heap.take(largest)).not.toBe(0);
      }),
      { seed: 1 },
    );
  });
});
