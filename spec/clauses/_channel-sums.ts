/** Sums over a channel, in which laws are stated, and the error of taking them in doubles. */
import { elementOf, type Layout } from '../terms/layout.ts';

export function perChannelSum(layout: Layout, term: (index: number) => number): Float64Array {
  return Float64Array.from({ length: layout.channels }, (_, c) => {
    let sum = 0;
    for (let i = 0; i < layout.perChannel; i++) sum += term(elementOf(layout, c, i));
    return sum;
  });
}

/** m - 1 additions and one product per term, each within 2⁻⁵³ of the sum of magnitudes (Higham 2002, section 4.2). */
export function roundingOfSum(layout: Layout, c: number, terms: Float64Array): number {
  let magnitude = 0;
  for (let i = 0; i < layout.perChannel; i++) magnitude += Math.abs(terms[elementOf(layout, c, i)]);
  return (layout.perChannel + 4) * 2 ** -53 * magnitude;
}
