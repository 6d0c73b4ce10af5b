/**
 * Bits of float16 from and to doubles. The float16 package collects the arguments of each access to memory in an array, which
 * took most of the time of a check in float16; a test holds the two together.
 */
const scratch = new DataView(new ArrayBuffer(8));

const signBit = 0x8000;
const infinity = 0x7c00;
const quietNaN = 0x7e00;
/** Half way from the largest number to the next power of two: from here on infinity is nearest, ties included. */
const overflow = 65520;
/** Exponent of the smallest normal number. Below it neighbours lie as far apart as above. */
const minExponent = -14;
/** Number of units in the last place that make 1, by exponent from the least on. */
const unitsInOne = Float64Array.from({ length: 30 }, (_, k) => 2 ** (10 - (k + minExponent)));
/** Added and taken away again, it rounds the fraction below it to an integer, ties to even. */
const rounder = 2 ** 52;

/** The float16 nearest to a double, ties to even; rounds once. */
export function encodeFloat16(value: number): number {
  if (Number.isNaN(value)) return quietNaN;
  scratch.setFloat64(0, value);
  const high = scratch.getUint32(0);
  const sign = (high >>> 16) & signBit;
  const magnitude = Math.abs(value);
  if (magnitude >= overflow) return sign | infinity;
  const exponent = Math.max(((high >>> 20) & 0x7ff) - 1023, minExponent) - minExponent;
  const units = magnitude * unitsInOne[exponent] + rounder - rounder;
  // The leading unit is 1024 and adds one exponent, and so does a value rounded up to the next power of two.
  return sign | ((exponent << 10) + units);
}

/** The number with these bits, exactly. */
export function decodeFloat16(bits: number): number {
  const exponent = (bits & infinity) >>> 10;
  const fraction = bits & 0x3ff;
  const sign = (bits & signBit) === 0 ? 1 : -1;
  if (exponent === 0) return (sign * fraction) / unitsInOne[0];
  if (exponent < 31) return (sign * (1024 + fraction)) / unitsInOne[exponent - 1];
  return fraction === 0 ? sign * Infinity : Number.NaN;
}
