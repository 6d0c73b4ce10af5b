/** The four element types: their constants, and the one rounding from a double to each (chapter BN-1). */
import type { DType } from './contract.ts';
import { decodeFloat16, encodeFloat16 } from './float16.ts';

export interface Format {
  /** Bits of the significand, the hidden one included. */
  readonly precision: number;
  /** Unit roundoff u = 2^-precision. */
  readonly unitRoundoff: number;
  /** Smallest positive normal number ω. */
  readonly smallestNormal: number;
  /** Smallest positive subnormal number. */
  readonly smallest: number;
  readonly largest: number;
  readonly bytes: number;
}

const format = (precision: number, minExponent: number, bytes: number): Format => ({
  precision,
  unitRoundoff: 2 ** -precision,
  smallestNormal: 2 ** minExponent,
  smallest: 2 ** (minExponent - precision + 1),
  largest: (2 - 2 ** (1 - precision)) * 2 ** (1 - minExponent),
  bytes,
});

export const formats: Readonly<Record<DType, Format>> = {
  float16: format(11, -14, 2),
  bfloat16: format(8, -126, 2),
  float32: format(24, -126, 4),
  float64: format(53, -1022, 8),
};

export const dtypes: readonly DType[] = Object.keys(formats) as DType[];

const scratch = new DataView(new ArrayBuffer(8));

/** The nearest value of the type, ties to even, subnormals and overflow included; rounds once. */
export function roundTo(dtype: DType, value: number): number {
  switch (dtype) {
    case 'float64':
      return value;
    case 'float32':
      return Math.fround(value);
    case 'float16':
    case 'bfloat16':
      return decodeBits(dtype, encodeBits(dtype, value));
  }
}

/** Raw bits of the nearest float16 or bfloat16. */
export function encodeBits(dtype: 'float16' | 'bfloat16', value: number): number {
  if (dtype === 'float16') return encodeFloat16(value);
  if (Number.isNaN(value)) return 0x7fc0;
  // Math.fround first would round twice (1 + 2⁻⁸ + 2⁻³⁰): round to odd instead, which keeps the sticky bit.
  let single = Math.fround(value);
  scratch.setFloat32(0, single);
  let bits = scratch.getUint32(0);
  if (Number.isFinite(single) && single !== value && (bits & 1) === 0) {
    const away = Math.abs(single) < Math.abs(value);
    bits += away ? 1 : -1;
  } else if (!Number.isFinite(single) && Number.isFinite(value)) {
    bits = (bits & 0x80000000) | 0x7f7fffff;
  }
  const tie = (bits >>> 16) & 1;
  return ((bits + 0x7fff + tie) >>> 16) & 0xffff;
}

export function decodeBits(dtype: 'float16' | 'bfloat16', bits: number): number {
  if (dtype === 'float16') return decodeFloat16(bits);
  scratch.setUint32(0, bits * 65536);
  return scratch.getFloat32(0);
}

/** The bits of a value of the type, as an unsigned integer. */
export function bitsOf(dtype: DType, value: number): bigint {
  switch (dtype) {
    case 'float64':
      scratch.setFloat64(0, value);
      return scratch.getBigUint64(0);
    case 'float32':
      scratch.setFloat32(0, value);
      return BigInt(scratch.getUint32(0));
    case 'float16':
    case 'bfloat16':
      return BigInt(encodeBits(dtype, value));
  }
}
