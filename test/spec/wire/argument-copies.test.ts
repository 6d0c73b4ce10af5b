/** Arguments reach an implementation unharmed, in every way that they can lie in memory. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Tensor, TrainBackward } from '../../../spec/terms/contract.ts';
import { sameBits, tensor } from '../../../spec/terms/tensor.ts';
import { Lender } from '../../../spec/wire/argument-copies.ts';
import { tensors } from './arbitraries.ts';

/** Shapes do not matter here, but their sums choose the way: one call of each. */
const calls = fc
  .record({ dy: tensors, gamma: tensors, rest: tensors, size: fc.integer({ min: 1, max: 8 }), twins: fc.boolean() })
  .map(({ dy, gamma, rest, size, twins }): TrainBackward => {
    const x = tensor(
      'float32',
      [size, 1],
      Float64Array.from({ length: size }, (_, i) => i),
    );
    return { dy, x, gamma, beta: twins ? gamma : rest, epsilon: 1, axis: 1 };
  });

const tensorsOf = (call: TrainBackward): Tensor[] => [call.dy, call.x, call.gamma as Tensor, call.beta as Tensor];

const bytesOf = ({ data }: Tensor): Uint8Array => new Uint8Array(data.buffer);

describe('arguments that are lent', () => {
  test('are what was given, in memory of their own, call after call', () => {
    fc.assert(
      fc.property(fc.array(calls, { minLength: 1, maxLength: 6 }), (sequence) => {
        const lender = new Lender();
        for (const given of sequence) {
          const { call, changed } = lender.lend('trainBackward', given);
          const pairs = tensorsOf(call).map((lent, i) => [lent, tensorsOf(given)[i]]);
          expect(pairs.every(([lent, own]) => sameBits(lent, own) && lent.data.buffer !== own.data.buffer)).toBe(true);
          expect(changed()).toEqual([]);
        }
      }),
    );
  });

  test('are reported by name when they, or the memory around them, are modified', () => {
    fc.assert(
      fc.property(
        calls,
        fc.constantFrom('dy', 'x', 'gamma', 'beta'),
        fc.integer({ min: -1, max: 1 }),
        (given, name, at) => {
          const { call, changed } = new Lender().lend('trainBackward', given);
          const { data } = call[name] as Tensor;
          const element = data.BYTES_PER_ELEMENT;
          const place = data.byteOffset + (at < 0 ? -element : at === 0 ? 0 : data.byteLength);
          const all = bytesOf(call[name] as Tensor);
          fc.pre(at === 0 ? data.length > 0 : place >= 0 && place < all.length);
          all[place] ^= 1;
          // Two arguments of equal contents are both modified.
          expect(changed()).toContain(name);
        },
      ),
    );
  });

  test('lie in every way: alone, at the start, inside, side by side', () => {
    const ways = [1, 2, 3, 4].map((size) => {
      const x = tensor('float32', [size, 1], new Float64Array(size).fill(1));
      const { call } = new Lender().lend('trainBackward', {
        dy: { ...x, data: x.data.map((v) => v + 1) },
        x,
        epsilon: 1,
        axis: 1,
      });
      const { data } = call.x;
      const shared = data.buffer === call.dy.data.buffer;
      return `${data.byteOffset > 0 ? 'after' : 'at'} the start, ${shared ? 'shared' : data.buffer.byteLength > data.byteLength ? 'larger' : 'own'}`;
    });
    expect(new Set(ways)).toEqual(
      new Set(['after the start, shared', 'after the start, larger', 'at the start, larger', 'at the start, own']),
    );
  });

  test('are one array where contents are equal, and two again where they are not', () => {
    const vector = (...values: number[]): Tensor => tensor('float32', [2], values);
    const x = tensor('float32', [3, 2], [1, 2, 3, 4, 5, 6]);
    const lender = new Lender();
    const lend = (gamma: Tensor, beta: Tensor): TrainBackward =>
      lender.lend('trainBackward', { dy: x, x, gamma, beta, epsilon: 1, axis: 1 }).call;
    const one = lend(vector(1, 2), vector(1, 2));
    expect(one.gamma).toBe(one.beta);
    expect(one.dy).toBe(one.x);
    const two = lend(vector(1, 2), vector(3, 4));
    expect([...(two.gamma as Tensor).data, ...(two.beta as Tensor).data]).toEqual([1, 2, 3, 4]);
  });

  test('fill the same tensor again where type and shape are the same', () => {
    const lender = new Lender();
    const lend = (value: number): Tensor =>
      lender.lend('inferForward', {
        x: tensor('float32', [3, 2], new Float64Array(6).fill(value)),
        mean: tensor('float32', [2], [0, 0]),
        variance: tensor('float32', [2], [1, 1]),
        epsilon: 1,
        axis: 1,
      }).call.x;
    const first = lend(1);
    expect(lend(2)).toBe(first);
    expect(first.data[0]).toBe(2);
  });
});
