// The sums again, in float64 from the start, for channels where float32 was not enough: a pivot far from the mean,
// overflow, ε so small that underflow matters. NaN and infinities come here too, and follow IEEE arithmetic.
import { Call, CENTRE, FIRST, PIVOT, RETRY, SCALE, SECOND, term, wide } from './call-record';

export function widenMoments(call: Call, c0: i32, c1: i32): void {
  const inner = call.inner;
  for (let c = c0; c < c1; c++) {
    if (load<f32>(term(call, RETRY) + (<usize>c << 2)) == 0) continue;
    const k = <f64>load<f32>(term(call, PIVOT) + (<usize>c << 2));
    let s: f64 = 0;
    let q: f64 = 0;
    for (let n = 0; n < call.outer; n++) {
      const row = call.x + (((<usize>n * call.channels + c) * inner) << 2);
      for (let i = 0; i < inner; i++) {
        const d = <f64>load<f32>(row + (<usize>i << 2)) - k;
        s += d;
        q += d * d;
      }
    }
    add(wide(call, FIRST) + (<usize>c << 3), s);
    add(wide(call, SECOND) + (<usize>c << 3), q);
  }
}

export function widenProducts(call: Call, c0: i32, c1: i32): void {
  const inner = call.inner;
  const move = call.dy - call.x;
  for (let c = c0; c < c1; c++) {
    if (load<f32>(term(call, RETRY) + (<usize>c << 2)) == 0) continue;
    const k = <f64>load<f32>(term(call, CENTRE) + (<usize>c << 2));
    const e = <f64>load<f32>(term(call, SCALE) + (<usize>c << 2));
    let s: f64 = 0;
    let q: f64 = 0;
    for (let n = 0; n < call.outer; n++) {
      const row = call.x + (((<usize>n * call.channels + c) * inner) << 2);
      for (let i = 0; i < inner; i++) {
        const p = row + (<usize>i << 2);
        const g = <f64>load<f32>(p + move);
        s += g;
        q += g * ((<f64>load<f32>(p) - k) * e);
      }
    }
    add(wide(call, FIRST) + (<usize>c << 3), s);
    add(wide(call, SECOND) + (<usize>c << 3), q);
  }
}

@inline
function add(address: usize, v: f64): void {
  store<f64>(address, load<f64>(address) + v);
}
