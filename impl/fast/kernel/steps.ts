// The steps of every operation, for a range of channels, whichever way the channels lie.
import { Call, CENTRE, CROSS, OFFSET, PIVOT, SCALE, SLOPE, widthOf } from './call';
import { columnAffine, columnGradient, columnMoments, columnProducts, spread } from './columns';
import { forwardTerms, judgeMoments, settleMoments } from './moments';
import { choosePivots } from './pivot';
import { judgeProducts, productTerms, settleProducts } from './products';
import { rowAffine, rowGradient, rowMoments, rowProducts } from './rows';
import { widenMoments, widenProducts } from './wide';

export function clearSums(call: Call, c0: i32, c1: i32): void {
  const lanes = call.fold ? call.fold * call.inner : 4;
  // Columns are cleared as one: c0 = 0 and c1 = channels there.
  const from = <usize>(c0 * lanes) << 3;
  const bytes = <usize>((c1 - c0) * lanes) << 3;
  memory.fill(call.first + from, 0, bytes);
  memory.fill(call.second + from, 0, bytes);
}

export function beginMoments(call: Call, c0: i32, c1: i32): void {
  clearSums(call, c0, c1);
  choosePivots(call, c0, c1);
  if (call.fold) spread(call, PIVOT);
}

export function addMoments(call: Call, c0: i32, c1: i32): void {
  if (call.fold) {
    const rows = wholeRows(call);
    columnMoments(call, 0, widthOf(call), 0, rows);
    columnMoments(call, 0, lastColumns(call), rows, rows + 1);
  } else {
    rowMoments(call, c0, c1, 0, call.outer);
  }
}

export function endMoments(call: Call, c0: i32, c1: i32): void {
  if (judgeMoments(call, c0, c1)) widenMoments(call, c0, c1);
  settleMoments(call, c0, c1);
}

export function beginProducts(call: Call, c0: i32, c1: i32): void {
  clearSums(call, c0, c1);
  productTerms(call, c0, c1);
  if (call.fold) {
    spread(call, CENTRE);
    spread(call, SCALE);
  }
}

export function addProducts(call: Call, c0: i32, c1: i32): void {
  if (call.fold) {
    const rows = wholeRows(call);
    columnProducts(call, 0, widthOf(call), 0, rows);
    columnProducts(call, 0, lastColumns(call), rows, rows + 1);
  } else {
    rowProducts(call, c0, c1, 0, call.outer);
  }
}

export function endProducts(call: Call, c0: i32, c1: i32, through: bool): void {
  if (judgeProducts(call, c0, c1)) widenProducts(call, c0, c1);
  finishProducts(call, c0, c1, through);
}

export function finishProducts(call: Call, c0: i32, c1: i32, through: bool): void {
  settleProducts(call, c0, c1, through);
  if (call.fold == 0) return;
  spread(call, SLOPE);
  spread(call, OFFSET);
  spread(call, through ? CROSS : CENTRE);
}

export function beginAffine(call: Call, c0: i32, c1: i32): void {
  forwardTerms(call, c0, c1);
  if (call.fold == 0) return;
  spread(call, CENTRE);
  spread(call, SLOPE);
  spread(call, OFFSET);
}

export function affine(call: Call, source: usize, c0: i32, c1: i32): void {
  if (call.fold) {
    const rows = wholeRows(call);
    columnAffine(call, source, 0, lastColumns(call), rows, rows + 1);
    columnAffine(call, source, 0, widthOf(call), 0, rows);
  } else {
    rowAffine(call, source, c0, c1, 0, call.outer);
  }
}

export function gradient(call: Call, c0: i32, c1: i32): void {
  if (call.fold) {
    const rows = wholeRows(call);
    columnGradient(call, 0, lastColumns(call), rows, rows + 1);
    columnGradient(call, 0, widthOf(call), 0, rows);
  } else {
    rowGradient(call, c0, c1, 0, call.outer);
  }
}

/** Whole rows of the columns view. */
@inline
function wholeRows(call: Call): i32 {
  return call.outer / call.fold;
}

/** Columns of the last, shorter row. */
@inline
function lastColumns(call: Call): i32 {
  return (call.outer % call.fold) * call.channels * call.inner;
}
