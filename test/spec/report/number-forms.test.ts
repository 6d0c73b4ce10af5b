/** Numbers are printed so that they can be typed back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bits, decimal, hexFloat } from '../../../spec/report/number-forms.ts';
import { dtypes, roundTo } from '../../../spec/terms/dtype.ts';

const anyDouble = fc.double({ noNaN: true });

/** Reads what C's %a writes. */
function parseHexFloat(text: string): number {
  const [, sign, whole, fraction = '', exponent] = /^(-?)0x([01])(?:\.([0-9a-f]+))?p([+-]\d+)$/.exec(text) ?? [];
  const mantissa = Number(whole) + Number.parseInt(fraction.padEnd(13, '0'), 16) / 2 ** 52;
  // In two steps: 2 ** -1074 times a mantissa above 1 must not pass through 0.
  const half = Math.trunc(Number(exponent) / 2);
  return (sign ? -1 : 1) * mantissa * 2 ** half * 2 ** (Number(exponent) - half);
}

test('hex floats are exact', () => {
  fc.assert(
    fc.property(anyDouble, (value) => {
      fc.pre(Number.isFinite(value));
      expect(parseHexFloat(hexFloat(value))).toBe(value);
    }),
    { numRuns: 2000 },
  );
  expect([hexFloat(1), hexFloat(-0), hexFloat(0.1), hexFloat(Infinity)]).toEqual([
    '0x1p+0',
    '-0x0p+0',
    '0x1.999999999999ap-4',
    'Infinity',
  ]);
});

test('decimals read back as the same value of the type, and no shorter one does', () => {
  fc.assert(
    fc.property(anyDouble, fc.constantFrom(...dtypes), (given, dtype) => {
      const value = roundTo(dtype, given);
      fc.pre(Number.isFinite(value));
      expect(roundTo(dtype, Number(decimal(value, dtype)))).toBe(value);
    }),
    { numRuns: 2000 },
  );
  expect(decimal(Math.fround(0.1), 'float32')).toBe('0.1');
});

test('bits have as many digits as the type', () => {
  expect([bits(1, 'float16'), bits(1, 'bfloat16'), bits(1, 'float32'), bits(-2, 'float64')]).toEqual([
    '0x3c00',
    '0x3f80',
    '0x3f800000',
    '0xc000000000000000',
  ]);
});
