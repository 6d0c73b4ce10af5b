// One call as the kernel sees it: sizes, addresses and scalars, in the order of `callFields` in ../call-record.ts.
// The tensor is [outer, channels, inner]. Addresses are bytes, 0 where a tensor is absent.

@unmanaged
export class Call {
  outer: i32;
  channels: i32;
  inner: i32;
  // 0: channels are rows of `inner` values. Else `fold` positions of [channels, inner] side by side form a row of columns.
  fold: i32;

  x: usize;
  dy: usize;
  out: usize;
  gamma: usize;
  beta: usize;
  mean: usize;
  // The variance, or for the saved backward pass the inverse standard deviation.
  spread: usize;
  runningMean: usize;
  runningVar: usize;

  meanOut: usize;
  varianceOut: usize;
  invStdOut: usize;
  runningMeanOut: usize;
  runningVarOut: usize;
  dgamma: usize;
  dbeta: usize;

  // Workspace. float64 lanes: 4 per channel (rows) or 1 per column.
  first: usize;
  second: usize;
  // float64 per channel, one quantity after the other (see `wide`).
  wides: usize;
  // float32 per channel, one quantity after the other (see `term`), and their layout for channels-as-columns.ts.
  terms: usize;
  columnTerms: usize;
  // One float32 per column, for the layout of channels-as-columns.ts.
  line: usize;

  // Bytes that a tile of channels may cover, so that the second pass finds it in the cache.
  tile: i32;
  // Sums of columns by sections (see summation-sections.ts): rows of a section, the places for their sums, the first place, and the
  // first of the blocks where float32 sums are made, one for each share.
  section: i32;
  places: i32;
  sections: usize;
  blocks: usize;
  // Columns of a share, where rows are so wide that there are few sections.
  strip: i32;

  // Values per channel, m, of the whole tensor.
  count: f64;
  epsilon: f64;
  // Weight of the new value, and the factor from biased to reported running variance.
  momentum: f64;
  bessel: f64;
}

// The float64 quantities per channel: mean and inverse standard deviation in use, two sums.
export const MEAN: i32 = 0;
export const INVERSE: i32 = 1;
export const FIRST: i32 = 2;
export const SECOND: i32 = 3;

// The float32 quantities per channel. RETRY is 1 where a sum must be taken again in float64.
export const PIVOT: i32 = 0;
export const CENTRE: i32 = 1;
export const SLOPE: i32 = 2;
export const OFFSET: i32 = 3;
export const SCALE: i32 = 4;
export const CROSS: i32 = 5;
export const RETRY: i32 = 6;

/** Columns of one row of the columns view. */
@inline
export function widthOf(call: Call): i32 {
  return call.fold * call.channels * call.inner;
}

/** Whole rows of the columns view. */
@inline
export function wholeRows(call: Call): i32 {
  return call.outer / call.fold;
}

/** Columns of the last, shorter row. */
@inline
export function lastColumns(call: Call): i32 {
  return (call.outer % call.fold) * call.channels * call.inner;
}

/** Bytes from one float32 quantity of n values to the next: never a power of two, or they would share a set of the cache. */
@inline
function termBytes(n: i32): usize {
  return <usize>((n + 3) & ~3) * 4 + 80;
}

/** Address of a float64 quantity of channel 0. */
@inline
export function wide(call: Call, which: i32): usize {
  return call.wides + (<usize>which * call.channels << 3);
}

/** Address of a float32 quantity of channel 0. */
@inline
export function term(call: Call, which: i32): usize {
  return call.terms + <usize>which * termBytes(call.channels);
}

@inline
export function optional(address: usize, c: i32, missing: f64): f64 {
  return address ? <f64>load<f32>(address + (<usize>c << 2)) : missing;
}

/** Sum of the lanes of channel c. */
export function total(call: Call, lanes: usize, c: i32): f64 {
  if (call.fold == 0) {
    const at = lanes + (<usize>c << 5);
    return load<f64>(at) + load<f64>(at, 16) + (load<f64>(at, 8) + load<f64>(at, 24));
  }
  const inner = call.inner;
  let sum: f64 = 0;
  for (let f = 0; f < call.fold; f++) {
    const at = lanes + (((<usize>f * call.channels + c) * inner) << 3);
    for (let i = 0; i < inner; i++) sum += load<f64>(at + (<usize>i << 3));
  }
  return sum;
}
