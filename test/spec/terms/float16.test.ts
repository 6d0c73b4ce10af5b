/** Our float16 against that of a package which is made for it: every number, and what lies between. */
import { getFloat16, setFloat16 } from '@petamoriken/float16';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFloat16, encodeFloat16 } from '../../../spec/terms/float16.ts';

const view = new DataView(new ArrayBuffer(2));

function theirBits(value: number): number {
  setFloat16(view, 0, value);
  return view.getUint16(0);
}

function theirNumber(bits: number): number {
  view.setUint16(0, bits);
  return getFloat16(view, 0);
}

const patterns = Array.from({ length: 65536 }, (_, bits) => bits);

test('every bit pattern means the same number', () => {
  expect(patterns.filter((bits) => !Object.is(decodeFloat16(bits), theirNumber(bits)))).toEqual([]);
});

test('numbers, ties and their neighbours become the same bits', () => {
  const finite = patterns.filter((bits) => Number.isFinite(theirNumber(bits)));
  const around = finite.flatMap((bits) => {
    const value = theirNumber(bits);
    const next = theirNumber(bits + 1);
    const half = Number.isFinite(next) ? (value + next) / 2 : value * (1 + 2 ** -12);
    return [value, half, half * (1 + 2 ** -52), half * (1 - 2 ** -53)];
  });
  expect(around.filter((value) => encodeFloat16(value) !== theirBits(value))).toEqual([]);
});

test('any double becomes the same bits', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.double(), fc.double({ min: -70000, max: 70000 }), fc.double({ min: -1e-4, max: 1e-4 })),
      (value) => encodeFloat16(value) === theirBits(value),
    ),
    { numRuns: 100_000 },
  );
});
