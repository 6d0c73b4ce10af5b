/** A number in every form that can be typed back: shortest decimal, hex float, bits. */
import type { DType } from '../terms/contract.ts';
import { bitsOf, formats, roundTo } from '../terms/dtype.ts';

/** `0x1.8p+1`, as C prints with %a; subnormals of double are normalized. */
export function hexFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  let mantissa = Math.abs(value);
  if (mantissa === 0) return `${sign}0x0p+0`;
  let exponent = 0;
  for (; mantissa >= 2; mantissa /= 2) exponent += 1;
  for (; mantissa < 1; mantissa *= 2) exponent -= 1;
  const digits = (BigInt(Math.round((mantissa - 1) * 2 ** 52)) & ((1n << 52n) - 1n)).toString(16).padStart(13, '0');
  const fraction = digits.replace(/0+$/, '');
  return `${sign}0x1${fraction && `.${fraction}`}p${exponent < 0 ? '' : '+'}${exponent}`;
}

/** `0x3f2aaaab`, as many digits as the type has. */
export function bits(value: number, dtype: DType): string {
  return `0x${bitsOf(dtype, value)
    .toString(16)
    .padStart(formats[dtype].bytes * 2, '0')}`;
}

/** Fewest digits that read back as the same value of the type. */
export function decimal(value: number, dtype: DType): string {
  if (Object.is(value, -0)) return '-0';
  if (!Number.isFinite(value) || dtype === 'float64') return String(value);
  for (let digits = 1; digits < 10; digits++) {
    const short = Number(value.toPrecision(digits));
    if (roundTo(dtype, short) === value) return String(short);
  }
  return String(value);
}

/** The three forms in columns. A value that the type cannot represent is shown rounded to it. */
export function forms(value: number, dtype: DType): string {
  const rounded = roundTo(dtype, value);
  return `${decimal(rounded, dtype).padEnd(16)} ${hexFloat(rounded).padEnd(18)} ${bits(rounded, dtype)}`;
}

/** An error in a few digits: 1.2e-7. */
export function brief(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value);
}

/** Error over allowed error in words: ` (3.2e+7 times as much)`; nothing where no error is allowed. */
export function times(error: number, allowed: number): string {
  const ratio = error / allowed;
  return Number.isFinite(ratio) && allowed > 0 && ratio > 1 ? ` (${brief(ratio)} times as much)` : '';
}
