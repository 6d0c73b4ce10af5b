/** Decimal numbers of a chosen precision, and the conversion from doubles. */
import { Decimal } from 'decimal.js';

export type Numbers = typeof Decimal;

/** Decimals of this many significant digits. The exponent range far exceeds that of doubles. */
export function decimals(precision: number): Numbers {
  return Decimal.clone({ precision, defaults: true });
}

/**
 * The double, to 100 significant digits. `new D(x)` reads a number through its shortest decimal form: 0.1 would become
 * 1/10, which is not the value of the double.
 */
export function exactly(D: Numbers, x: number): Decimal {
  // oxlint-disable-next-line number-arg-out-of-range -- 100 digits are allowed since ES2018, and they are exact.
  return new D(x.toPrecision(100));
}

export function total(D: Numbers, values: readonly Decimal[]): Decimal {
  return values.reduce((sum, value) => sum.plus(value), new D(0));
}
