// A value near the mean of each channel, from a few of its elements: x - pivot is as small as x - mean, so the float32
// sums are unaffected by the offset. A pivot that turns out far from the mean only costs time (see statistics-from-sums.ts).
import { Call, PIVOT, term } from './call-record';

const SAMPLES: i32 = 16;

export function choosePivots(call: Call, c0: i32, c1: i32): void {
  const channels = call.channels;
  const inner = call.inner;
  const outer = call.outer;
  const sampleBytes = (<usize>inner * channels) << 2;
  const several = min(SAMPLES, outer);
  const perSample = min(inner, max(1, SAMPLES / several));
  const weight = <f32>1 / <f32>(several * perSample);
  const step = max(1, inner / (several * perSample));
  const pivots = term(call, PIVOT);
  let c = c0;
  if (inner == 1) {
    for (; c + 4 <= c1; c += 4) {
      const base = call.x + (<usize>c << 2);
      const origin = v128.load(base);
      let sum = f32x4.splat(0);
      for (let t = 1; t < several; t++) {
        const n = <usize>((<i64>t * outer) / several);
        sum = f32x4.add(sum, f32x4.sub(v128.load(base + n * sampleBytes), origin));
      }
      v128.store(pivots + (<usize>c << 2), finite(f32x4.add(origin, f32x4.mul(sum, f32x4.splat(weight)))));
    }
  }
  for (; c < c1; c++) {
    const base = call.x + ((<usize>c * inner) << 2);
    const origin = load<f32>(base);
    let sum: f32 = 0;
    let i = 0;
    for (let t = 0; t < several; t++) {
      const row = base + <usize>((<i64>t * outer) / several) * sampleBytes;
      // A different place in each sample: borders of images are often alike.
      for (let u = 0; u < perSample; u++) {
        sum += load<f32>(row + (<usize>i << 2)) - origin;
        i += step;
        if (i >= inner) i -= inner;
      }
    }
    const k = origin + sum * weight;
    store<f32>(pivots + (<usize>c << 2), k - k == 0 ? k : 0);
  }
}

@inline
function finite(v: v128): v128 {
  return v128.and(v, f32x4.eq(f32x4.sub(v, v), f32x4.splat(0)));
}
