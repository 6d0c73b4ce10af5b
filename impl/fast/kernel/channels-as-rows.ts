// Channels as rows: each (sample, channel) is `inner` ≥ 4 consecutive values.
// The values that do not fill a vector are read with the last full vector of the row, never past its end.
import { Call, CENTRE, CROSS, OFFSET, PIVOT, SCALE, SLOPE, term } from './call-record';
import { flush, lastLanes } from './lane-sums';

// Values that are summed in float32 before the sums go to float64.
const BLOCK: i32 = 256;

/** Samples whose short rows share one block. */
@inline
export function samplesPerBlock(call: Call): i32 {
  return max(1, BLOCK / call.inner);
}

/** Adds Σd and Σd², d = x - pivot, to the lanes of channels c0 to c1, for samples n0 to n1. */
export function rowMoments(call: Call, c0: i32, c1: i32, n0: i32, n1: i32): void {
  const inner = call.inner;
  const rowBytes = <usize>inner << 2;
  const sampleBytes = rowBytes * call.channels;
  const rest = inner & 3;
  const mask = lastLanes(rest);
  const group = samplesPerBlock(call);
  const pivots = term(call, PIVOT);
  for (let n = n0; n < n1; n += group) {
    const samples = min(group, n1 - n);
    for (let c = c0; c < c1; c++) {
      const k = v128.load_splat<f32>(pivots + (<usize>c << 2));
      const first = call.first + (<usize>c << 5);
      const second = call.second + (<usize>c << 5);
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let q0 = f32x4.splat(0);
      let q1 = f32x4.splat(0);
      let row = call.x + <usize>n * sampleBytes + <usize>c * rowBytes;
      for (let i = 0; i < samples; i++, row += sampleBytes) {
        let p = row;
        let left = inner;
        while (true) {
          const size = min(left, BLOCK);
          const end = p + (<usize>size << 2);
          while (p + 64 <= end) {
            const d0 = f32x4.sub(v128.load(p), k);
            const d1 = f32x4.sub(v128.load(p, 16), k);
            const d2 = f32x4.sub(v128.load(p, 32), k);
            const d3 = f32x4.sub(v128.load(p, 48), k);
            s0 = f32x4.add(s0, d0);
            q0 = f32x4.add(q0, f32x4.mul(d0, d0));
            s1 = f32x4.add(s1, d1);
            q1 = f32x4.add(q1, f32x4.mul(d1, d1));
            s0 = f32x4.add(s0, d2);
            q0 = f32x4.add(q0, f32x4.mul(d2, d2));
            s1 = f32x4.add(s1, d3);
            q1 = f32x4.add(q1, f32x4.mul(d3, d3));
            p += 64;
          }
          while (p + 16 <= end) {
            const d = f32x4.sub(v128.load(p), k);
            s0 = f32x4.add(s0, d);
            q0 = f32x4.add(q0, f32x4.mul(d, d));
            p += 16;
          }
          left -= size;
          if (left == 0) break;
          flush(first, f32x4.add(s0, s1));
          flush(second, f32x4.add(q0, q1));
          s0 = f32x4.splat(0);
          s1 = f32x4.splat(0);
          q0 = f32x4.splat(0);
          q1 = f32x4.splat(0);
        }
        if (rest) {
          const d = v128.and(f32x4.sub(v128.load(row + rowBytes - 16), k), mask);
          s1 = f32x4.add(s1, d);
          q1 = f32x4.add(q1, f32x4.mul(d, d));
        }
      }
      flush(first, f32x4.add(s0, s1));
      flush(second, f32x4.add(q0, q1));
    }
  }
}

/**
 * out = (source - centre)·slope + offset. After another pass the last sample goes first: its values are the likeliest to
 * be in the cache still.
 */
export function rowAffine(call: Call, source: usize, c0: i32, c1: i32, lastFirst: bool): void {
  const inner = call.inner;
  const rowBytes = <usize>inner << 2;
  const rest = inner & 3;
  const move = call.out - source;
  const centres = term(call, CENTRE);
  const slopes = term(call, SLOPE);
  const offsets = term(call, OFFSET);
  for (let i = 0; i < call.outer; i++) {
    const n = lastFirst ? call.outer - 1 - i : i;
    let p = source + (<usize>n * call.channels + c0) * rowBytes;
    for (let c = c0; c < c1; c++) {
      const k = v128.load_splat<f32>(centres + (<usize>c << 2));
      const a = v128.load_splat<f32>(slopes + (<usize>c << 2));
      const b = v128.load_splat<f32>(offsets + (<usize>c << 2));
      const end = p + rowBytes;
      // In place the last vector overlaps the one before it: read it before that is written.
      const last = f32x4.add(f32x4.mul(f32x4.sub(v128.load(end - 16), k), a), b);
      while (p + 64 <= end) {
        const y0 = f32x4.add(f32x4.mul(f32x4.sub(v128.load(p), k), a), b);
        const y1 = f32x4.add(f32x4.mul(f32x4.sub(v128.load(p, 16), k), a), b);
        const y2 = f32x4.add(f32x4.mul(f32x4.sub(v128.load(p, 32), k), a), b);
        const y3 = f32x4.add(f32x4.mul(f32x4.sub(v128.load(p, 48), k), a), b);
        v128.store(p + move, y0);
        v128.store(p + move, y1, 16);
        v128.store(p + move, y2, 32);
        v128.store(p + move, y3, 48);
        p += 64;
      }
      while (p + 16 <= end) {
        v128.store(p + move, f32x4.add(f32x4.mul(f32x4.sub(v128.load(p), k), a), b));
        p += 16;
      }
      if (rest) v128.store(end + move - 16, last);
      p = end;
    }
  }
}

/** Adds Σdy and Σdy·(d·scale), d = x - centre, to the lanes. The scale is a power of two: it only keeps d·dy in range. */
export function rowProducts(call: Call, c0: i32, c1: i32, n0: i32, n1: i32): void {
  const inner = call.inner;
  const rowBytes = <usize>inner << 2;
  const sampleBytes = rowBytes * call.channels;
  const rest = inner & 3;
  const mask = lastLanes(rest);
  const group = samplesPerBlock(call);
  const move = call.dy - call.x;
  const centres = term(call, CENTRE);
  const scales = term(call, SCALE);
  for (let n = n0; n < n1; n += group) {
    const samples = min(group, n1 - n);
    for (let c = c0; c < c1; c++) {
      const k = v128.load_splat<f32>(centres + (<usize>c << 2));
      const e = v128.load_splat<f32>(scales + (<usize>c << 2));
      const first = call.first + (<usize>c << 5);
      const second = call.second + (<usize>c << 5);
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let q0 = f32x4.splat(0);
      let q1 = f32x4.splat(0);
      let row = call.x + <usize>n * sampleBytes + <usize>c * rowBytes;
      for (let i = 0; i < samples; i++, row += sampleBytes) {
        let p = row;
        let left = inner;
        while (true) {
          const size = min(left, BLOCK);
          const end = p + (<usize>size << 2);
          while (p + 32 <= end) {
            const d0 = f32x4.mul(f32x4.sub(v128.load(p), k), e);
            const d1 = f32x4.mul(f32x4.sub(v128.load(p, 16), k), e);
            const g0 = v128.load(p + move);
            const g1 = v128.load(p + move, 16);
            s0 = f32x4.add(s0, g0);
            q0 = f32x4.add(q0, f32x4.mul(g0, d0));
            s1 = f32x4.add(s1, g1);
            q1 = f32x4.add(q1, f32x4.mul(g1, d1));
            p += 32;
          }
          if (p + 16 <= end) {
            const d = f32x4.mul(f32x4.sub(v128.load(p), k), e);
            const g = v128.load(p + move);
            s0 = f32x4.add(s0, g);
            q0 = f32x4.add(q0, f32x4.mul(g, d));
            p += 16;
          }
          left -= size;
          if (left == 0) break;
          flush(first, f32x4.add(s0, s1));
          flush(second, f32x4.add(q0, q1));
          s0 = f32x4.splat(0);
          s1 = f32x4.splat(0);
          q0 = f32x4.splat(0);
          q1 = f32x4.splat(0);
        }
        if (rest) {
          const end = row + rowBytes;
          const d = v128.and(f32x4.mul(f32x4.sub(v128.load(end - 16), k), e), mask);
          const g = v128.and(v128.load(end + move - 16), mask);
          s1 = f32x4.add(s1, g);
          q1 = f32x4.add(q1, f32x4.mul(g, d));
        }
      }
      flush(first, f32x4.add(s0, s1));
      flush(second, f32x4.add(q0, q1));
    }
  }
}

/** out = slope·dy + (cross·(d·scale) + offset), d = x - centre; last sample first. */
export function rowGradient(call: Call, c0: i32, c1: i32, n0: i32, n1: i32): void {
  const inner = call.inner;
  const rowBytes = <usize>inner << 2;
  const rest = inner & 3;
  const toGradient = call.dy - call.x;
  const toOut = call.out - call.x;
  const centres = term(call, CENTRE);
  const slopes = term(call, SLOPE);
  const offsets = term(call, OFFSET);
  const scales = term(call, SCALE);
  const crosses = term(call, CROSS);
  for (let n = n1 - 1; n >= n0; n--) {
    let p = call.x + (<usize>n * call.channels + c0) * rowBytes;
    for (let c = c0; c < c1; c++) {
      const k = v128.load_splat<f32>(centres + (<usize>c << 2));
      const a = v128.load_splat<f32>(slopes + (<usize>c << 2));
      const b = v128.load_splat<f32>(offsets + (<usize>c << 2));
      const e = v128.load_splat<f32>(scales + (<usize>c << 2));
      const t = v128.load_splat<f32>(crosses + (<usize>c << 2));
      const end = p + rowBytes;
      const last = gradient(v128.load(end - 16), v128.load(end + toGradient - 16), k, a, b, e, t);
      while (p + 32 <= end) {
        const r0 = gradient(v128.load(p), v128.load(p + toGradient), k, a, b, e, t);
        const r1 = gradient(v128.load(p, 16), v128.load(p + toGradient, 16), k, a, b, e, t);
        v128.store(p + toOut, r0);
        v128.store(p + toOut, r1, 16);
        p += 32;
      }
      if (p + 16 <= end) {
        v128.store(p + toOut, gradient(v128.load(p), v128.load(p + toGradient), k, a, b, e, t));
      }
      if (rest) v128.store(end + toOut - 16, last);
      p = end;
    }
  }
}

@inline
export function gradient(x: v128, dy: v128, k: v128, a: v128, b: v128, e: v128, t: v128): v128 {
  const d = f32x4.mul(f32x4.sub(x, k), e);
  return f32x4.add(f32x4.mul(a, dy), f32x4.add(f32x4.mul(t, d), b));
}
