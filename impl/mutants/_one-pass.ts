/** E[x²] - E[x]² with every operation in float32: right in formula, and it cancels. */
import { sumIn } from './_rounding.ts';

const round = Math.fround;

/** May be negative. */
export function onePassVariance(x: Float64Array): number {
  const squares = x.map((value) => round(value * value));
  const meanSquare = round(sumIn('float32', squares) / x.length);
  const mean = round(sumIn('float32', x) / x.length);
  return round(meanSquare - round(mean * mean));
}
