// From the sums over dy to dγ, dβ and the terms of dx: all in float64, rounded once.
import {
  Call,
  CENTRE,
  CROSS,
  FIRST,
  INVERSE,
  MEAN,
  OFFSET,
  optional,
  RETRY,
  SCALE,
  SECOND,
  SLOPE,
  term,
  total,
  wide,
} from './call-record';

/** Centre and scale for the sums. */
export function productTerms(call: Call, c0: i32, c1: i32): void {
  for (let c = c0; c < c1; c++) {
    const at = <usize>c << 2;
    store<f32>(term(call, CENTRE) + at, <f32>load<f64>(wide(call, MEAN) + (at << 1)));
    store<f32>(term(call, SCALE) + at, <f32>powerBelow(load<f64>(wide(call, INVERSE) + (at << 1))));
  }
}

/** The power of two at or below |v|, kept well inside float32. Multiplying by it is exact, and d·scale is of the size of x̂. */
@inline
function powerBelow(v: f64): f64 {
  const exponent = <i32>((reinterpret<u64>(v) >> 52) & 0x7ff);
  return reinterpret<f64>(<u64>max(1023 - 100, min(1023 + 100, exponent)) << 52);
}

/**
 * Takes the totals of Σdy and Σdy·(d·scale), and marks channels that overflowed for `widenProducts`. Returns how many
 * are marked.
 */
export function judgeProducts(call: Call, c0: i32, c1: i32): i32 {
  let marked = 0;
  for (let c = c0; c < c1; c++) {
    const first = total(call, call.first, c);
    const second = total(call, call.second, c);
    const good = first - first == 0 && second - second == 0;
    store<f32>(term(call, RETRY) + (<usize>c << 2), good ? 0 : 1);
    store<f64>(wide(call, FIRST) + (<usize>c << 3), good ? first : 0);
    store<f64>(wide(call, SECOND) + (<usize>c << 3), good ? second : 0);
    if (!good) marked++;
  }
  return marked;
}

/** dγ, dβ and the terms of dx. `through`: the statistics depend on x (training). */
export function settleProducts(call: Call, c0: i32, c1: i32, through: bool): void {
  for (let c = c0; c < c1; c++) {
    const at = <usize>c << 2;
    const inverse = load<f64>(wide(call, INVERSE) + (at << 1));
    const scale = <f64>load<f32>(term(call, SCALE) + at);
    const cut = load<f64>(wide(call, MEAN) + (at << 1)) - <f64>load<f32>(term(call, CENTRE) + at);
    const dbeta = load<f64>(wide(call, FIRST) + (at << 1));
    const second = load<f64>(wide(call, SECOND) + (at << 1));
    const unscaled = inverse / scale;
    const dgamma = (cut == 0 ? second : second - cut * scale * dbeta) * unscaled;
    if (call.dbeta) store<f32>(call.dbeta + at, <f32>dbeta);
    if (call.dgamma) store<f32>(call.dgamma + at, <f32>dgamma);
    const slope = optional(call.gamma, c, 1) * inverse;
    store<f32>(term(call, SLOPE) + at, <f32>slope);
    if (through) {
      const cross = (-slope * dgamma) / call.count;
      store<f32>(term(call, CROSS) + at, <f32>(cross * unscaled));
      store<f32>(term(call, OFFSET) + at, <f32>((-slope * dbeta) / call.count - (cut == 0 ? 0 : cross * inverse * cut)));
    } else {
      // dx = (dy - 0)·slope + 0, by the pass that makes y.
      store<f32>(term(call, CENTRE) + at, 0);
      store<f32>(term(call, OFFSET) + at, 0);
    }
  }
}
