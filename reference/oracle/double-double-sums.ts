/**
 * Sums of products in double-double arithmetic, one term at a time, with a bound of the error. The transforms are those of
 * double-double-formulas.ts, and so are their names. u = 2^-53.
 */
import type { Pair, Triple } from './channel-constants.ts';
import { type Block, splitter } from './double-double-formulas.ts';

/** f·(a - ā) */
export interface Term {
  readonly centre: Triple;
  readonly factor: Pair;
}

/**
 * Adds f·(a - ā) to hi + lo. Error: at most 13u² of the product, |f|·(remainder of ā), and for the addition 4u² of the
 * magnitudes of sum and product.
 */
export function addTerm({ centre, factor }: Term, a: Float64Array, n: number, block: Block): void {
  const { hi, lo, bound } = block;
  const { a: m1, b: m2, c: m3 } = centre;
  const { a: f1, b: f2 } = factor;
  const fs = splitter * f1;
  const fh = fs - (fs - f1);
  const fl = f1 - fh;
  const left = Math.abs(f1) * centre.left * 1.001;
  for (let i = 0; i < n; i++) {
    const ai = a[i];
    // d1 + d2 = a - ā
    const s = ai - m1;
    const sz = s - ai;
    const e = ai - (s - sz) + (-m1 - sz);
    const t = s - m2;
    const tz = t - s;
    const te = s - (t - tz) + (-m2 - tz);
    const rest = te + (e - m3);
    const d1 = t + rest;
    const dz = d1 - t;
    const d2 = t - (d1 - dz) + (rest - dz);
    // p + q = d·f
    const p = d1 * f1;
    const ds = splitter * d1;
    const dh = ds - (ds - d1);
    const dl = d1 - dh;
    const pe = dh * fh - p + dh * fl + dl * fh + dl * fl;
    const q = pe + (d1 * f2 + d2 * f1);
    // + hi + lo
    const h = hi[i];
    const v = p + h;
    const vz = v - p;
    const ve = p - (v - vz) + (h - vz);
    const tail = ve + (q + lo[i]);
    const sum = v + tail;
    const z = sum - v;
    hi[i] = sum;
    lo[i] = v - (sum - z) + (tail - z);
    bound[i] += Math.abs(p) * 2 ** -101 + Math.abs(h) * 2 ** -103 + left;
  }
}
