// From sums to the mean and variance of each channel, and to the terms of y: all in float64, rounded once.
import {
  Call,
  CENTRE,
  FIRST,
  INVERSE,
  MEAN,
  OFFSET,
  optional,
  PIVOT,
  RETRY,
  SECOND,
  SLOPE,
  term,
  total,
  wide,
} from './call-record';

// Below it squares in float32 may have lost digits that still affect the result.
const SMALL: f64 = 1e-36;

/**
 * Takes the totals of Σd and Σd². A pivot further from the mean than one standard deviation would amplify their
 * rounding; that, overflow and NaN mark the channel for `widenMoments`. Returns how many are marked.
 */
export function judgeMoments(call: Call, c0: i32, c1: i32): i32 {
  const m = call.count;
  let marked = 0;
  for (let c = c0; c < c1; c++) {
    const first = total(call, call.first, c);
    const second = total(call, call.second, c);
    const mean = first / m;
    const variance = second / m - mean * mean;
    const constant = first == 0 && second == 0;
    // Written so that NaN is not good; squares that overflow make the variance infinite.
    const near = (mean * mean <= variance && variance < Infinity) || constant;
    const good = near && variance + call.epsilon >= SMALL;
    store<f32>(term(call, RETRY) + ((<usize>c) << 2), good ? 0 : 1);
    store<f64>(wide(call, FIRST) + ((<usize>c) << 3), good ? first : 0);
    store<f64>(wide(call, SECOND) + ((<usize>c) << 3), good ? second : 0);
    if (!good) marked++;
  }
  return marked;
}

/** Mean and inverse standard deviation of each channel, and the requested statistics. */
export function settleMoments(call: Call, c0: i32, c1: i32): void {
  const m = call.count;
  const keep = 1 - call.momentum;
  for (let c = c0; c < c1; c++) {
    const at = (<usize>c) << 2;
    const rest = load<f64>(wide(call, FIRST) + (at << 1)) / m;
    const variance = max<f64>(load<f64>(wide(call, SECOND) + (at << 1)) / m - rest * rest, 0);
    const mean = <f64>load<f32>(term(call, PIVOT) + at) + rest;
    const inverse = 1 / sqrt(variance + call.epsilon);
    store<f64>(wide(call, MEAN) + (at << 1), mean);
    store<f64>(wide(call, INVERSE) + (at << 1), inverse);
    if (call.meanOut) store<f32>(call.meanOut + at, <f32>mean);
    if (call.varianceOut) store<f32>(call.varianceOut + at, <f32>variance);
    if (call.invStdOut) store<f32>(call.invStdOut + at, <f32>inverse);
    if (call.runningMeanOut) {
      const old = <f64>load<f32>(call.runningMean + at);
      store<f32>(call.runningMeanOut + at, <f32>(keep * old + call.momentum * mean));
    }
    if (call.runningVarOut) {
      const old = <f64>load<f32>(call.runningVar + at);
      store<f32>(call.runningVarOut + at, <f32>(keep * old + call.momentum * (variance * call.bessel)));
    }
  }
}

/** The given statistics in place of the batch's. `spread` is a variance, or if `inverted` an inverse standard deviation. */
export function takeMoments(call: Call, c0: i32, c1: i32, inverted: bool): void {
  for (let c = c0; c < c1; c++) {
    const at = (<usize>c) << 2;
    const value = <f64>load<f32>(call.spread + at);
    store<f64>(wide(call, MEAN) + (at << 1), <f64>load<f32>(call.mean + at));
    store<f64>(wide(call, INVERSE) + (at << 1), inverted ? value : 1 / sqrt(value + call.epsilon));
  }
}

/** y = (x - centre)·slope + offset: the offset compensates the rounding of the mean. */
export function forwardTerms(call: Call, c0: i32, c1: i32): void {
  for (let c = c0; c < c1; c++) {
    const at = (<usize>c) << 2;
    const mean = load<f64>(wide(call, MEAN) + (at << 1));
    const slope = optional(call.gamma, c, 1) * load<f64>(wide(call, INVERSE) + (at << 1));
    const centre = <f32>mean;
    const cut = mean - <f64>centre;
    store<f32>(term(call, CENTRE) + at, centre);
    store<f32>(term(call, SLOPE) + at, <f32>slope);
    // 0·∞ would be NaN where the definition has none.
    store<f32>(term(call, OFFSET) + at, <f32>(optional(call.beta, c, 0) - (cut == 0 ? 0 : cut * slope)));
  }
}
