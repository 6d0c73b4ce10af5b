/**
 * The two formulas of the elements in double-double arithmetic, each with a bound of its error. Error-free transforms:
 * TwoSum (Knuth 1969; Møller 1965) and TwoProd (Dekker 1971, with Veltkamp's splitting); there is no fused multiply-add
 * in JavaScript. They are written out in the loops, with their usual names s = a + b, e = the rounding error.
 *
 * The bounds count roundings; u = 2^-53. The README of reference/ derives them.
 */
import type { Pair, Triple } from './channel-constants.ts';

/** hi + lo is the value up to `bound`. */
export interface Block {
  readonly hi: Float64Array;
  readonly lo: Float64Array;
  readonly bound: Float64Array;
}

/** Veltkamp's: 2^27 + 1 cuts a double into halves. */
export const splitter = 134217729;

export interface Affine {
  readonly mean: Triple;
  /** γ·r */
  readonly factor: Pair;
  readonly beta: number;
}

/** y = γr·(x - μ) + β. Error: at most 16u²·|γr(x - μ)| + 2u²·|y| + |γr|·(remainder of the mean). */
export function affine({ mean, factor, beta }: Affine, x: Float64Array, n: number, block: Block): void {
  const { hi, lo, bound } = block;
  const { a: m1, b: m2, c: m3 } = mean;
  const { a: f1, b: f2 } = factor;
  const fs = splitter * f1;
  const fh = fs - (fs - f1);
  const fl = f1 - fh;
  const left = Math.abs(f1) * mean.left * 1.001;
  for (let i = 0; i < n; i++) {
    const xi = x[i];
    // d1 + d2 = x - μ
    const s = xi - m1;
    const sz = s - xi;
    const e = xi - (s - sz) + (-m1 - sz);
    const t = s - m2;
    const tz = t - s;
    const te = s - (t - tz) + (-m2 - tz);
    const rest = te + (e - m3);
    const d1 = t + rest;
    const dz = d1 - t;
    const d2 = t - (d1 - dz) + (rest - dz);
    // p + q = d·γr
    const p = d1 * f1;
    const ds = splitter * d1;
    const dh = ds - (ds - d1);
    const dl = d1 - dh;
    const pe = dh * fh - p + dh * fl + dl * fh + dl * fl;
    const q = pe + (d1 * f2 + d2 * f1);
    // + β
    const v = p + beta;
    const vz = v - p;
    const ve = p - (v - vz) + (beta - vz);
    const tail = ve + q;
    const h = v + tail;
    const hz = h - v;
    hi[i] = h;
    lo[i] = v - (h - hz) + (tail - hz);
    bound[i] = Math.abs(p) * 2 ** -102 + Math.abs(v) * 2 ** -105 + left;
  }
}

export interface Projected {
  readonly meanDy: Triple;
  readonly mean: Triple;
  /** k of dx = γr·((dy - mean dy) - (x - μ)·k). */
  readonly slope: Pair;
  readonly factor: Pair;
}

/**
 * dx = γr·(g - (x - μ)·k) with g = dy - mean(dy). Error: at most 32u²·|γr|·(|g| + |(x - μ)k|) + |γr|·(remainder of
 * mean(dy) + |k|·(remainder of μ)).
 */
export function projected(
  { meanDy, mean, slope, factor }: Projected,
  dy: Float64Array,
  x: Float64Array,
  n: number,
  block: Block,
): void {
  const { hi, lo, bound } = block;
  const { a: m1, b: m2, c: m3 } = mean;
  const { a: g1, b: g2, c: g3 } = meanDy;
  const { a: k1, b: k2 } = slope;
  const { a: f1, b: f2 } = factor;
  const ks = splitter * k1;
  const kh = ks - (ks - k1);
  const kl = k1 - kh;
  const fs = splitter * f1;
  const fh = fs - (fs - f1);
  const fl = f1 - fh;
  const scale = Math.abs(f1) * 2 ** -101;
  const left = Math.abs(f1) * (meanDy.left + Math.abs(k1) * mean.left) * 1.001;
  for (let i = 0; i < n; i++) {
    const xi = x[i];
    // d1 + d2 = x - μ
    const s = xi - m1;
    const sz = s - xi;
    const e = xi - (s - sz) + (-m1 - sz);
    const t = s - m2;
    const tz = t - s;
    const te = s - (t - tz) + (-m2 - tz);
    const rest = te + (e - m3);
    const d1 = t + rest;
    const dz = d1 - t;
    const d2 = t - (d1 - dz) + (rest - dz);
    // g + h = dy - mean(dy)
    const yi = dy[i];
    const a = yi - g1;
    const az = a - yi;
    const ae = yi - (a - az) + (-g1 - az);
    const b = a - g2;
    const bz = b - a;
    const be = a - (b - bz) + (-g2 - bz);
    const over = be + (ae - g3);
    const g = b + over;
    const gz = g - b;
    const h = b - (g - gz) + (over - gz);
    // p + q = d·k
    const p = d1 * k1;
    const ds = splitter * d1;
    const dh = ds - (ds - d1);
    const dl = d1 - dh;
    const q = dh * kh - p + dh * kl + dl * kh + dl * kl + (d1 * k2 + d2 * k1);
    // c1 + c2 = (g + h) - (p + q)
    const r = g - p;
    const rz = r - g;
    const re = g - (r - rz) + (-p - rz) + (h - q);
    const c1 = r + re;
    const cz = c1 - r;
    const c2 = r - (c1 - cz) + (re - cz);
    // · γr
    const o = c1 * f1;
    const cs = splitter * c1;
    const ch = cs - (cs - c1);
    const cl = c1 - ch;
    const oe = ch * fh - o + ch * fl + cl * fh + cl * fl + (c1 * f2 + c2 * f1);
    const out = o + oe;
    hi[i] = out;
    lo[i] = oe - (out - o);
    bound[i] = (Math.abs(g) + Math.abs(p)) * scale + left;
  }
}
