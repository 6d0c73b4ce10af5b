// Channels as columns: short inner sizes, channels last among them. A row is `fold` positions of [channels, inner],
// so that it fills vectors; column j belongs to channel (j / inner) mod channels. The positions that do not fill a
// row form a last, shorter one.
import { Call, CENTRE, columnTerm, CROSS, OFFSET, PIVOT, SCALE, SLOPE, term, widthOf } from './call';
import { flush } from './lanes';
import { gradient } from './rows';

// Rows that are summed in float32 before the sums go to float64.
export const BLOCK: i32 = 32;

// Rows that share one load of the per-column quantities.
const STRIP: i32 = 16;

/** Repeats a per-channel quantity along the columns. */
export function spread(call: Call, which: i32): void {
  let to = columnTerm(call, which);
  const from = term(call, which);
  if (to == from) return;
  const inner = call.inner;
  const channels = call.channels;
  for (let f = 0; f < call.fold; f++) {
    for (let c = 0; c < channels; c++) {
      const value = load<f32>(from + ((<usize>c) << 2));
      for (let i = 0; i < inner; i++, to += 4) store<f32>(to, value);
    }
  }
}

/** Adds Σd and Σd², d = x - pivot, for columns j0 to j1 of rows r0 to r1. */
export function columnMoments(call: Call, j0: i32, j1: i32, r0: i32, r1: i32): void {
  const rowBytes = (<usize>widthOf(call)) << 2;
  const pivots = columnTerm(call, PIVOT);
  for (let r = r0; r < r1; r += BLOCK) {
    const start = call.x + <usize>r * rowBytes;
    const bytes = <usize>min(BLOCK, r1 - r) * rowBytes;
    let j = j0;
    for (; j + 8 <= j1; j += 8) {
      let p = start + ((<usize>j) << 2);
      const end = p + bytes;
      const k0 = v128.load(pivots + ((<usize>j) << 2));
      const k1 = v128.load(pivots + ((<usize>j) << 2), 16);
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let q0 = f32x4.splat(0);
      let q1 = f32x4.splat(0);
      for (; p < end; p += rowBytes) {
        const d0 = f32x4.sub(v128.load(p), k0);
        const d1 = f32x4.sub(v128.load(p, 16), k1);
        s0 = f32x4.add(s0, d0);
        s1 = f32x4.add(s1, d1);
        q0 = f32x4.add(q0, f32x4.mul(d0, d0));
        q1 = f32x4.add(q1, f32x4.mul(d1, d1));
      }
      const first = call.first + ((<usize>j) << 3);
      const second = call.second + ((<usize>j) << 3);
      flush(first, s0);
      flush(first + 32, s1);
      flush(second, q0);
      flush(second + 32, q1);
    }
    for (; j + 4 <= j1; j += 4) {
      let p = start + ((<usize>j) << 2);
      const end = p + bytes;
      const k = v128.load(pivots + ((<usize>j) << 2));
      let s = f32x4.splat(0);
      let q = f32x4.splat(0);
      for (; p < end; p += rowBytes) {
        const d = f32x4.sub(v128.load(p), k);
        s = f32x4.add(s, d);
        q = f32x4.add(q, f32x4.mul(d, d));
      }
      flush(call.first + ((<usize>j) << 3), s);
      flush(call.second + ((<usize>j) << 3), q);
    }
    for (; j < j1; j++) {
      let p = start + ((<usize>j) << 2);
      const end = p + bytes;
      const k = load<f32>(pivots + ((<usize>j) << 2));
      let s: f64 = 0;
      let q: f64 = 0;
      for (; p < end; p += rowBytes) {
        const d = <f64>(load<f32>(p) - k);
        s += d;
        q += d * d;
      }
      const first = call.first + ((<usize>j) << 3);
      const second = call.second + ((<usize>j) << 3);
      store<f64>(first, load<f64>(first) + s);
      store<f64>(second, load<f64>(second) + q);
    }
  }
}

/** out = (source - centre)·slope + offset; last rows first. */
export function columnAffine(call: Call, source: usize, j0: i32, j1: i32, r0: i32, r1: i32): void {
  const rowBytes = (<usize>widthOf(call)) << 2;
  const move = call.out - source;
  const centres = columnTerm(call, CENTRE);
  const slopes = columnTerm(call, SLOPE);
  const offsets = columnTerm(call, OFFSET);
  for (let r = r1; r > r0; r -= STRIP) {
    const top = max(r0, r - STRIP);
    const start = source + <usize>top * rowBytes;
    const bytes = <usize>(r - top) * rowBytes;
    let j = j0;
    for (; j + 8 <= j1; j += 8) {
      const at = (<usize>j) << 2;
      const k0 = v128.load(centres + at);
      const k1 = v128.load(centres + at, 16);
      const a0 = v128.load(slopes + at);
      const a1 = v128.load(slopes + at, 16);
      const b0 = v128.load(offsets + at);
      const b1 = v128.load(offsets + at, 16);
      let p = start + at;
      const end = p + bytes;
      for (; p < end; p += rowBytes) {
        const y0 = f32x4.add(f32x4.mul(f32x4.sub(v128.load(p), k0), a0), b0);
        const y1 = f32x4.add(f32x4.mul(f32x4.sub(v128.load(p, 16), k1), a1), b1);
        v128.store(p + move, y0);
        v128.store(p + move, y1, 16);
      }
    }
    for (; j + 4 <= j1; j += 4) {
      const at = (<usize>j) << 2;
      const k = v128.load(centres + at);
      const a = v128.load(slopes + at);
      const b = v128.load(offsets + at);
      let p = start + at;
      const end = p + bytes;
      for (; p < end; p += rowBytes) {
        v128.store(p + move, f32x4.add(f32x4.mul(f32x4.sub(v128.load(p), k), a), b));
      }
    }
    for (; j < j1; j++) {
      const at = (<usize>j) << 2;
      const k = load<f32>(centres + at);
      const a = load<f32>(slopes + at);
      const b = load<f32>(offsets + at);
      let p = start + at;
      const end = p + bytes;
      for (; p < end; p += rowBytes) store<f32>(p + move, (load<f32>(p) - k) * a + b);
    }
  }
}

/** Adds Σdy and Σdy·(d·scale), d = x - centre. */
export function columnProducts(call: Call, j0: i32, j1: i32, r0: i32, r1: i32): void {
  const rowBytes = (<usize>widthOf(call)) << 2;
  const move = call.dy - call.x;
  const centres = columnTerm(call, CENTRE);
  const scales = columnTerm(call, SCALE);
  for (let r = r0; r < r1; r += BLOCK) {
    const start = call.x + <usize>r * rowBytes;
    const bytes = <usize>min(BLOCK, r1 - r) * rowBytes;
    let j = j0;
    for (; j + 8 <= j1; j += 8) {
      const at = (<usize>j) << 2;
      let p = start + at;
      const end = p + bytes;
      const k0 = v128.load(centres + at);
      const k1 = v128.load(centres + at, 16);
      const e0 = v128.load(scales + at);
      const e1 = v128.load(scales + at, 16);
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let q0 = f32x4.splat(0);
      let q1 = f32x4.splat(0);
      for (; p < end; p += rowBytes) {
        const g0 = v128.load(p + move);
        const g1 = v128.load(p + move, 16);
        s0 = f32x4.add(s0, g0);
        s1 = f32x4.add(s1, g1);
        q0 = f32x4.add(q0, f32x4.mul(g0, f32x4.mul(f32x4.sub(v128.load(p), k0), e0)));
        q1 = f32x4.add(q1, f32x4.mul(g1, f32x4.mul(f32x4.sub(v128.load(p, 16), k1), e1)));
      }
      const first = call.first + ((<usize>j) << 3);
      const second = call.second + ((<usize>j) << 3);
      flush(first, s0);
      flush(first + 32, s1);
      flush(second, q0);
      flush(second + 32, q1);
    }
    for (; j + 4 <= j1; j += 4) {
      const at = (<usize>j) << 2;
      let p = start + at;
      const end = p + bytes;
      const k = v128.load(centres + at);
      const e = v128.load(scales + at);
      let s = f32x4.splat(0);
      let q = f32x4.splat(0);
      for (; p < end; p += rowBytes) {
        const g = v128.load(p + move);
        s = f32x4.add(s, g);
        q = f32x4.add(q, f32x4.mul(g, f32x4.mul(f32x4.sub(v128.load(p), k), e)));
      }
      flush(call.first + ((<usize>j) << 3), s);
      flush(call.second + ((<usize>j) << 3), q);
    }
    for (; j < j1; j++) {
      const at = (<usize>j) << 2;
      let p = start + at;
      const end = p + bytes;
      const k = load<f32>(centres + at);
      const e = load<f32>(scales + at);
      let s: f64 = 0;
      let q: f64 = 0;
      for (; p < end; p += rowBytes) {
        const g = <f64>load<f32>(p + move);
        s += g;
        q += g * <f64>((load<f32>(p) - k) * e);
      }
      const first = call.first + ((<usize>j) << 3);
      const second = call.second + ((<usize>j) << 3);
      store<f64>(first, load<f64>(first) + s);
      store<f64>(second, load<f64>(second) + q);
    }
  }
}

/** out = slope·dy + (cross·(d·scale) + offset), d = x - centre; last rows first. */
export function columnGradient(call: Call, j0: i32, j1: i32, r0: i32, r1: i32): void {
  const rowBytes = (<usize>widthOf(call)) << 2;
  const toGradient = call.dy - call.x;
  const toOut = call.out - call.x;
  const centres = columnTerm(call, CENTRE);
  const slopes = columnTerm(call, SLOPE);
  const offsets = columnTerm(call, OFFSET);
  const scales = columnTerm(call, SCALE);
  const crosses = columnTerm(call, CROSS);
  for (let r = r1; r > r0; r -= STRIP) {
    const top = max(r0, r - STRIP);
    const start = call.x + <usize>top * rowBytes;
    const bytes = <usize>(r - top) * rowBytes;
    let j = j0;
    for (; j + 4 <= j1; j += 4) {
      const at = (<usize>j) << 2;
      const k = v128.load(centres + at);
      const a = v128.load(slopes + at);
      const b = v128.load(offsets + at);
      const e = v128.load(scales + at);
      const t = v128.load(crosses + at);
      let p = start + at;
      const end = p + bytes;
      for (; p < end; p += rowBytes) {
        v128.store(p + toOut, gradient(v128.load(p), v128.load(p + toGradient), k, a, b, e, t));
      }
    }
    for (; j < j1; j++) {
      const at = (<usize>j) << 2;
      const k = load<f32>(centres + at);
      const a = load<f32>(slopes + at);
      const b = load<f32>(offsets + at);
      const e = load<f32>(scales + at);
      const t = load<f32>(crosses + at);
      let p = start + at;
      const end = p + bytes;
      for (; p < end; p += rowBytes) {
        store<f32>(p + toOut, a * load<f32>(p + toGradient) + (t * ((load<f32>(p) - k) * e) + b));
      }
    }
  }
}
