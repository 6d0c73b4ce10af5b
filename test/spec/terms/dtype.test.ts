/** Element types: rounding to them, their bits and their constants. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitsOf, decodeBits, dtypes, encodeBits, formats, roundTo } from '../../../spec/terms/dtype.ts';

test('rounding to bfloat16 happens once: not through float32', () => {
  // A tie in float32 that is none in fact: rounding twice gives 1.
  expect(roundTo('bfloat16', 1 + 2 ** -8 + 2 ** -30)).toBe(1 + 2 ** -7);
  expect(roundTo('bfloat16', 1 + 2 ** -8)).toBe(1);
  expect(roundTo('bfloat16', 1 + 2 ** -8 - 2 ** -30)).toBe(1);
});

test('every bit pattern of the 16-bit types survives', () => {
  for (const dtype of ['float16', 'bfloat16'] as const) {
    const patterns = Array.from({ length: 2 ** 16 }, (_, pattern) => pattern);
    const lost = patterns.filter((pattern) => {
      const value = decodeBits(dtype, pattern);
      return !Number.isNaN(value) && encodeBits(dtype, value) !== pattern;
    });
    expect(lost).toEqual([]);
  }
});

test('the nearest value is taken: no neighbour is nearer, and ties go to the even one', () => {
  const narrow = fc.constantFrom('float16' as const, 'bfloat16' as const);
  fc.assert(
    fc.property(fc.double({ min: -6e4, max: 6e4, noNaN: true }), narrow, (value, dtype) => {
      const bits = encodeBits(dtype, value);
      const error = Math.abs(decodeBits(dtype, bits) - value);
      for (const neighbour of [bits - 1, bits + 1]) {
        const other = decodeBits(dtype, neighbour & 0xffff);
        if (!Number.isFinite(other) || Math.sign(other) === -Math.sign(value)) continue;
        const distance = Math.abs(other - value);
        expect(distance > error || (distance === error && bits % 2 === 0)).toBe(true);
      }
    }),
    { numRuns: 5000 },
  );
});

test('constants of the types fit together', () => {
  for (const dtype of dtypes) {
    const { largest, smallest, smallestNormal, unitRoundoff } = formats[dtype];
    expect(roundTo(dtype, largest)).toBe(largest);
    expect(roundTo(dtype, smallest)).toBe(smallest);
    expect(smallest).toBe(smallestNormal * 2 * unitRoundoff);
    expect(roundTo(dtype, 1 + 2 * unitRoundoff)).toBe(1 + 2 * unitRoundoff);
    if (dtype === 'float64') continue;
    expect(roundTo(dtype, largest * (1 + unitRoundoff))).toBe(Infinity);
    expect(roundTo(dtype, smallest / 2)).toBe(0);
    expect(roundTo(dtype, 1 + unitRoundoff)).toBe(1);
  }
});

test('bits of values', () => {
  expect(bitsOf('float32', -0)).toBe(0x80000000n);
  expect(bitsOf('float64', 1)).toBe(0x3ff0000000000000n);
});
