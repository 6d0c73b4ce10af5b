/**
 * The elements of second derivatives (BN-17): p + r·Σ k·(a - ā), where each k and each centre ā is
 * a rational constant of the channel, and a is one of its inputs.
 */
import type { Scale } from '../exact/channel-outputs.ts';
import { add, multiply, rational, subtract, zero, type Rational } from '../exact/rational.ts';
import type { Surd } from '../exact/surd.ts';
import { factor, safeProduct, spreadOf, triple } from './channel-constants.ts';
import { chunk } from './channel-reader.ts';
import { addTerm, type Term } from './double-double-sums.ts';
import type { Input } from './elements.ts';
import { fillExactly, type Elements } from './exact-tensors.ts';

/** k·(a - ā); all values of the input are finite. */
export interface CentredTerm {
  readonly input: Input;
  readonly centre: Rational;
  readonly coefficient: Rational;
}

const values = new Float64Array(chunk);

export function combinedElements(given: readonly CentredTerm[], scale: Scale, shift: number): Elements {
  const terms = given.filter(({ coefficient }) => coefficient.n !== 0n);
  const p = rational(shift);
  const exact = (i: number): Surd => {
    let sum = zero;
    for (const { input, centre, coefficient } of terms) {
      const value = rational(input.reader.at(input.c, i));
      sum = add(sum, multiply(coefficient, subtract(value, centre)));
    }
    return { p, q: multiply(scale.q, sum), w: scale.w };
  };
  const forms = terms.map(({ centre, coefficient }): Term => ({
    centre: triple(centre),
    factor: factor(scale, coefficient),
  }));
  const safe = terms.every(({ input, centre }, k) => safeProduct(forms[k].factor, spreadOf(input.range, centre)));
  const fill: Elements['fill'] = (start, n, block) => {
    if (!safe) return fillExactly({ exact }, start, n, block);
    block.hi.fill(shift, 0, n);
    block.lo.fill(0, 0, n);
    block.bound.fill(0, 0, n);
    for (const [k, { input }] of terms.entries()) {
      input.reader.read(input.c, start, n, values);
      addTerm(forms[k], values, n, block);
    }
  };
  return { fill, exact };
}
