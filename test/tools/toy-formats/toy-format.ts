/** Formats so narrow that all of their numbers can be tried. */
import type { ArithmeticFormat } from '../../../spec/accuracy/channel-call.ts';
import type { Rounding } from '../honest/forms.ts';

export interface ToyFormat {
  readonly precision: number;
  /** Bits of the exponent, as in the types of IEEE 754; undefined: exponents have no end. */
  readonly exponentBits?: number;
}

/** ω and the largest number, as bounds need them. */
export function rangeOf({ precision, exponentBits }: ToyFormat): ArithmeticFormat {
  const unitRoundoff = 2 ** -precision;
  if (exponentBits === undefined) return { unitRoundoff, tiny: 0, largest: Infinity };
  const most = 2 ** (exponentBits - 1) - 1;
  return { unitRoundoff, tiny: 2 ** (1 - most), largest: (2 - 2 * unitRoundoff) * 2 ** most };
}

/**
 * To nearest, ties to even. What is rounded is a double already: for sums, products, quotients and roots of such numbers that
 * changes nothing, since a double has more than twice their bits (Figueroa 1995).
 */
export function roundingOf(format: ToyFormat): Rounding {
  const { tiny, largest } = rangeOf(format);
  const factor = 2 ** (53 - format.precision) + 1;
  // Adding it leaves no bit below the smallest positive number.
  const anchor = 1.5 * 2 ** 52 * tiny * 2 ** (1 - format.precision);
  return (value) => {
    if (Math.abs(value) < tiny) return value + anchor - anchor;
    if (!(Math.abs(value) < Infinity)) return value;
    const shift = value * factor;
    const rounded = shift - (shift - value);
    return Math.abs(rounded) <= largest ? rounded : Math.sign(value) * Infinity;
  };
}

const significands = (precision: number): number[] =>
  Array.from({ length: 2 ** (precision - 1) }, (_, i) => 1 + i * 2 ** (1 - precision));

const bothSigns = (values: readonly number[]): number[] => values.flatMap((value) => [value, -value]);

/** Numbers of a precision with given exponents, in both signs; no 0. */
export const numbersOf = (precision: number, exponents: readonly number[]): number[] =>
  bothSigns(exponents.flatMap((exponent) => significands(precision).map((one) => one * 2 ** exponent)));

/** All numbers of a format with ends: 0, subnormal and normal. */
export function everyNumber(format: ToyFormat & { readonly exponentBits: number }): number[] {
  const { tiny } = rangeOf(format);
  const most = 2 ** (format.exponentBits - 1) - 1;
  const exponents = Array.from({ length: 2 * most }, (_, i) => 1 - most + i);
  const below = Array.from(
    { length: 2 ** (format.precision - 1) - 1 },
    (_, i) => (i + 1) * tiny * 2 ** (1 - format.precision),
  );
  return [0, ...bothSigns(below), ...numbersOf(format.precision, exponents)];
}
