// Channels as columns: short inner sizes, channels last among them. A row is `fold` positions of [channels, inner], so
// that it fills vectors; column j belongs to channel (j / inner) mod channels. The positions that do not fill a row
// form a last, shorter one.
// 
// The quantities that a pass needs per column are stored together for four columns at a time, one vector per quantity:
// one address serves them all.
import { Call, CENTRE, CROSS, OFFSET, PIVOT, SCALE, SLOPE, term, widthOf } from './call-record';
import { flush } from './lane-sums';
import { gradient } from './channels-as-rows';

// Rows that are summed in float32 before the sums go to float64.
const BLOCK: i32 = 32;

// Columns whose sums and terms stay in the first-level cache.
const SPAN: i32 = 512;

// Bytes of x and dy together. Below it they come from a cache, and processing four rows at a time shares the loads per
// column. Beyond it they come from memory, which delivers two streams faster than eight.
const FAR: f64 = 8 * 1024 * 1024;

// Bytes of four columns. Sums: centre, scale. y: centre, slope, offset. dx: all five terms.
const SUMS: usize = 32;
const AFFINE: usize = 48;
const GRADIENT: usize = 80;

// A block: for four columns at a time centre, scale, and the two sums in float32.
const BLOCK_SUMS: usize = 64;
export const BLOCK_BYTES: usize = (<usize>SPAN / 4) * BLOCK_SUMS;

/** Repeats a per-channel quantity along the columns, as vector `slot` of each four columns of `stride` bytes. */
function spread(call: Call, which: i32, stride: usize, slot: i32): void {
  const from = term(call, which);
  const line = call.line;
  const inner = call.inner;
  const bytes = <usize>(call.channels * inner) << 2;
  if (inner == 1) {
    for (let at: usize = 0; at < bytes; at += 16) v128.store(line + at, v128.load(from + at));
  } else {
    let to = line;
    for (let c = 0; c < call.channels; c++) {
      const value = load<f32>(from + (<usize>c << 2));
      for (let i = 0; i < inner; i++, to += 4) store<f32>(to, value);
    }
  }
  // Whole vectors: those that run over the end of a position are overwritten by the next one, and the line is longer.
  let to = line;
  for (let f = 1; f < call.fold; f++) {
    to += bytes;
    for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, v128.load(line + at));
  }
  const end = to + bytes;
  let block = call.columnTerms + (<usize>slot << 4);
  for (let at = line; at < end; at += 16, block += stride) v128.store(block, v128.load(at));
}

export function spreadPivots(call: Call): void {
  spread(call, PIVOT, SUMS, 0);
}

export function spreadProducts(call: Call): void {
  spread(call, CENTRE, SUMS, 0);
  spread(call, SCALE, SUMS, 1);
}

export function spreadAffine(call: Call): void {
  spread(call, CENTRE, AFFINE, 0);
  spread(call, SLOPE, AFFINE, 1);
  spread(call, OFFSET, AFFINE, 2);
}

export function spreadGradient(call: Call): void {
  spread(call, CENTRE, GRADIENT, 0);
  spread(call, SLOPE, GRADIENT, 1);
  spread(call, OFFSET, GRADIENT, 2);
  spread(call, SCALE, GRADIENT, 3);
  spread(call, CROSS, GRADIENT, 4);
}

/** Adds Σd and Σd², d = x - pivot, for columns j0 to j1 of rows r0 to r1 to the sums at `place`; j0 is a multiple of 4. */
export function columnMoments(call: Call, place: usize, block: usize, j0: i32, j1: i32, r0: i32, r1: i32): void {
  for (let j = j0; j < j1; j += SPAN) {
    const end = min(j + SPAN, j1);
    openBlock(call, block, j, end);
    for (let r = r0; r < r1; r += BLOCK) spanMoments(call, place, block, j, end, r, min(r + BLOCK, r1));
  }
}

function spanMoments(call: Call, place: usize, block: usize, j0: i32, j1: i32, r0: i32, r1: i32): void {
  const rowBytes = <usize>widthOf(call) << 2;
  const vectors = j0 + ((j1 - j0) & ~3);
  const end = block + <usize>((vectors - j0) >> 2) * BLOCK_SUMS;
  let row = call.x + <usize>r0 * rowBytes + (<usize>j0 << 2);
  let r = r0;
  for (; r + 4 <= r1; r += 4) {
    let p0 = row;
    let p1 = p0 + rowBytes;
    let p2 = p1 + rowBytes;
    let p3 = p2 + rowBytes;
    row = p3 + rowBytes;
    for (let t = block; t < end; t += BLOCK_SUMS) {
      const k = v128.load(t);
      const d0 = f32x4.sub(v128.load(p0), k);
      const d1 = f32x4.sub(v128.load(p1), k);
      const d2 = f32x4.sub(v128.load(p2), k);
      const d3 = f32x4.sub(v128.load(p3), k);
      const s = f32x4.add(f32x4.add(d0, d1), f32x4.add(d2, d3));
      const q01 = f32x4.add(f32x4.mul(d0, d0), f32x4.mul(d1, d1));
      const q23 = f32x4.add(f32x4.mul(d2, d2), f32x4.mul(d3, d3));
      v128.store(t, f32x4.add(v128.load(t, 32), s), 32);
      v128.store(t, f32x4.add(v128.load(t, 48), f32x4.add(q01, q23)), 48);
      p0 += 16;
      p1 += 16;
      p2 += 16;
      p3 += 16;
    }
  }
  for (; r < r1; r++) {
    let p = row;
    row += rowBytes;
    for (let t = block; t < end; t += BLOCK_SUMS, p += 16) {
      const d = f32x4.sub(v128.load(p), v128.load(t));
      v128.store(t, f32x4.add(v128.load(t, 32), d), 32);
      v128.store(t, f32x4.add(v128.load(t, 48), f32x4.mul(d, d)), 48);
    }
  }
  flushBlock(call, place, block, j0, vectors);
  for (let j = vectors; j < j1; j++) {
    let p = call.x + <usize>r0 * rowBytes + (<usize>j << 2);
    const k = load<f32>(end + (<usize>(j & 3) << 2));
    let s: f64 = 0;
    let q: f64 = 0;
    for (let r = r0; r < r1; r++, p += rowBytes) {
      const d = <f64>(load<f32>(p) - k);
      s += d;
      q += d * d;
    }
    addTo(place + (<usize>j << 3), s);
    addTo(secondOf(call, place) + (<usize>j << 3), q);
  }
}

/** The terms of columns j0 to j1, and sums of zero. */
function openBlock(call: Call, block: usize, j0: i32, j1: i32): void {
  let t = call.columnTerms + <usize>(j0 >> 2) * SUMS;
  for (let j = j0; j < j1; j += 4, t += SUMS, block += BLOCK_SUMS) {
    v128.store(block, v128.load(t));
    v128.store(block, v128.load(t, 16), 16);
    v128.store(block, f32x4.splat(0), 32);
    v128.store(block, f32x4.splat(0), 48);
  }
}

function flushBlock(call: Call, place: usize, block: usize, j0: i32, j1: i32): void {
  const second = secondOf(call, place);
  for (let j = j0; j < j1; j += 4, block += BLOCK_SUMS) {
    flush(place + (<usize>j << 3), v128.load(block, 32));
    flush(second + (<usize>j << 3), v128.load(block, 48));
    v128.store(block, f32x4.splat(0), 32);
    v128.store(block, f32x4.splat(0), 48);
  }
}

/** The second sums of a place (see summation-sections.ts). */
@inline
function secondOf(call: Call, place: usize): usize {
  return place + (<usize>widthOf(call) << 3);
}

@inline
function addTo(address: usize, v: f64): void {
  store<f64>(address, load<f64>(address) + v);
}

/** out = (source - centre)·slope + offset, for columns 0 to `width` of rows r0 to r1. */
export function columnAffine(call: Call, source: usize, width: i32, r0: i32, r1: i32): void {
  const rowBytes = <usize>widthOf(call) << 2;
  const move = call.out - source;
  const terms = call.columnTerms;
  const end16 = terms + <usize>(width >> 4) * (4 * AFFINE);
  const end = terms + <usize>(width >> 2) * AFFINE;
  const rest = <usize>(width & 3) << 2;
  for (let r = r0; r < r1; r++) {
    let p = source + <usize>r * rowBytes;
    let t = terms;
    for (; t < end16; t += 4 * AFFINE, p += 64) {
      const d0 = f32x4.sub(v128.load(p), v128.load(t));
      const d1 = f32x4.sub(v128.load(p, 16), v128.load(t, 48));
      const d2 = f32x4.sub(v128.load(p, 32), v128.load(t, 96));
      const d3 = f32x4.sub(v128.load(p, 48), v128.load(t, 144));
      const y0 = f32x4.add(f32x4.mul(d0, v128.load(t, 16)), v128.load(t, 32));
      const y1 = f32x4.add(f32x4.mul(d1, v128.load(t, 64)), v128.load(t, 80));
      const y2 = f32x4.add(f32x4.mul(d2, v128.load(t, 112)), v128.load(t, 128));
      const y3 = f32x4.add(f32x4.mul(d3, v128.load(t, 160)), v128.load(t, 176));
      v128.store(p + move, y0);
      v128.store(p + move, y1, 16);
      v128.store(p + move, y2, 32);
      v128.store(p + move, y3, 48);
    }
    for (; t < end; t += AFFINE, p += 16) {
      const d = f32x4.sub(v128.load(p), v128.load(t));
      v128.store(p + move, f32x4.add(f32x4.mul(d, v128.load(t, 16)), v128.load(t, 32)));
    }
    if (rest) affineRest(p, move, end, rest);
  }
}

function affineRest(p: usize, move: usize, terms: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) {
    const d = load<f32>(p + i) - load<f32>(terms + i);
    store<f32>(p + i + move, d * load<f32>(terms + i, 16) + load<f32>(terms + i, 32));
  }
}

/** Adds Σdy and Σdy·(d·scale), d = x - centre, likewise. */
export function columnProducts(call: Call, place: usize, block: usize, j0: i32, j1: i32, r0: i32, r1: i32): void {
  for (let j = j0; j < j1; j += SPAN) {
    const end = min(j + SPAN, j1);
    openBlock(call, block, j, end);
    for (let r = r0; r < r1; r += BLOCK) spanProducts(call, place, block, j, end, r, min(r + BLOCK, r1));
  }
}

function spanProducts(call: Call, place: usize, block: usize, j0: i32, j1: i32, r0: i32, r1: i32): void {
  const rowBytes = <usize>widthOf(call) << 2;
  const vectors = j0 + ((j1 - j0) & ~3);
  const move = call.dy - call.x;
  const end = block + <usize>((vectors - j0) >> 2) * BLOCK_SUMS;
  let row = call.x + <usize>r0 * rowBytes + (<usize>j0 << 2);
  // Decided by the whole tensor, so that pieces of it give the same sums.
  const far = 8 * call.count * call.channels > FAR;
  const grouped = far ? r0 : r1;
  let r = r0;
  for (; r + 4 <= grouped; r += 4) {
    let p0 = row;
    let p1 = p0 + rowBytes;
    let p2 = p1 + rowBytes;
    let p3 = p2 + rowBytes;
    row = p3 + rowBytes;
    for (let t = block; t < end; t += BLOCK_SUMS) {
      const k = v128.load(t);
      const e = v128.load(t, 16);
      const g0 = v128.load(p0 + move);
      const g1 = v128.load(p1 + move);
      const g2 = v128.load(p2 + move);
      const g3 = v128.load(p3 + move);
      const d0 = f32x4.mul(f32x4.sub(v128.load(p0), k), e);
      const d1 = f32x4.mul(f32x4.sub(v128.load(p1), k), e);
      const d2 = f32x4.mul(f32x4.sub(v128.load(p2), k), e);
      const d3 = f32x4.mul(f32x4.sub(v128.load(p3), k), e);
      const s = f32x4.add(f32x4.add(g0, g1), f32x4.add(g2, g3));
      const q01 = f32x4.add(f32x4.mul(g0, d0), f32x4.mul(g1, d1));
      const q23 = f32x4.add(f32x4.mul(g2, d2), f32x4.mul(g3, d3));
      v128.store(t, f32x4.add(v128.load(t, 32), s), 32);
      v128.store(t, f32x4.add(v128.load(t, 48), f32x4.add(q01, q23)), 48);
      p0 += 16;
      p1 += 16;
      p2 += 16;
      p3 += 16;
    }
  }
  for (; r < r1; r++) {
    let p = row;
    row += rowBytes;
    for (let t = block; t < end; t += BLOCK_SUMS, p += 16) {
      const g = v128.load(p + move);
      const d = f32x4.mul(f32x4.sub(v128.load(p), v128.load(t)), v128.load(t, 16));
      v128.store(t, f32x4.add(v128.load(t, 32), g), 32);
      v128.store(t, f32x4.add(v128.load(t, 48), f32x4.mul(g, d)), 48);
    }
  }
  flushBlock(call, place, block, j0, vectors);
  for (let j = vectors; j < j1; j++) {
    let p = call.x + <usize>r0 * rowBytes + (<usize>j << 2);
    const k = load<f32>(end + (<usize>(j & 3) << 2));
    const e = load<f32>(end + (<usize>(j & 3) << 2), 16);
    let s: f64 = 0;
    let q: f64 = 0;
    for (let r = r0; r < r1; r++, p += rowBytes) {
      const g = <f64>load<f32>(p + move);
      s += g;
      q += g * <f64>((load<f32>(p) - k) * e);
    }
    addTo(place + (<usize>j << 3), s);
    addTo(secondOf(call, place) + (<usize>j << 3), q);
  }
}

/** out = slope·dy + (cross·(d·scale) + offset), d = x - centre. */
export function columnGradient(call: Call, width: i32, r0: i32, r1: i32): void {
  const rowBytes = <usize>widthOf(call) << 2;
  const toGradient = call.dy - call.x;
  const toOut = call.out - call.x;
  const terms = call.columnTerms;
  const end8 = terms + <usize>(width >> 3) * (2 * GRADIENT);
  const end = terms + <usize>(width >> 2) * GRADIENT;
  const rest = <usize>(width & 3) << 2;
  // One row at a time, though every row loads the terms again: more streams than x, dy and out cost more than that.
  for (let r = r0; r < r1; r++) {
    let p = call.x + <usize>r * rowBytes;
    let t = terms;
    for (; t < end8; t += 2 * GRADIENT, p += 32) {
      const dx0 = gradientAt(p, p + toGradient, t);
      const dx1 = gradientAt(p + 16, p + toGradient + 16, t + GRADIENT);
      v128.store(p + toOut, dx0);
      v128.store(p + toOut, dx1, 16);
    }
    for (; t < end; t += GRADIENT, p += 16) v128.store(p + toOut, gradientAt(p, p + toGradient, t));
    if (rest) gradientRest(p, toGradient, toOut, end, rest);
  }
}

@inline
function gradientAt(x: usize, dy: usize, t: usize): v128 {
  const k = v128.load(t);
  const a = v128.load(t, 16);
  const b = v128.load(t, 32);
  const e = v128.load(t, 48);
  const c = v128.load(t, 64);
  return gradient(v128.load(x), v128.load(dy), k, a, b, e, c);
}

function gradientRest(p: usize, toGradient: usize, toOut: usize, terms: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 4) {
    const t = terms + i;
    const d = (load<f32>(p + i) - load<f32>(t)) * load<f32>(t, 48);
    const dy = load<f32>(p + i + toGradient);
    store<f32>(p + i + toOut, load<f32>(t, 16) * dy + (load<f32>(t, 64) * d + load<f32>(t, 32)));
  }
}
