// The steps of every operation, for a range of channels, whichever way the channels lie.
import { Call, widthOf } from './call';
import {
  columnAffine,
  columnGradient,
  columnMoments,
  columnProducts,
  spreadAffine,
  spreadGradient,
  spreadPivots,
  spreadProducts,
} from './columns';
import { forwardTerms, judgeMoments, settleMoments } from './moments';
import { choosePivots } from './pivot';
import { judgeProducts, productTerms, settleProducts } from './products';
import { rowAffine, rowGradient, rowMoments, rowProducts } from './rows';
import { widenMoments, widenProducts } from './wide';

// Bytes; half a second-level cache.
const RECENT: i32 = 1 << 17;

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
  if (call.fold) spreadPivots(call);
}

export function addMoments(call: Call, c0: i32, c1: i32): void {
  if (call.fold) addColumnMoments(call, 0, widthOf(call));
  else rowMoments(call, c0, c1, 0, call.outer);
}

/** Of columns j0 to j1. No column's sum depends on how the columns are divided. */
export function addColumnMoments(call: Call, j0: i32, j1: i32): void {
  const rows = wholeRows(call);
  columnMoments(call, j0, j1, 0, rows);
  columnMoments(call, j0, min(j1, lastColumns(call)), rows, rows + 1);
}

export function endMoments(call: Call, c0: i32, c1: i32): void {
  if (judgeMoments(call, c0, c1)) widenMoments(call, c0, c1);
  settleMoments(call, c0, c1);
}

export function beginProducts(call: Call, c0: i32, c1: i32): void {
  clearSums(call, c0, c1);
  productTerms(call, c0, c1);
  if (call.fold) spreadProducts(call);
}

export function addProducts(call: Call, c0: i32, c1: i32): void {
  if (call.fold) addColumnProducts(call, 0, widthOf(call));
  else rowProducts(call, c0, c1, 0, call.outer);
}

export function addColumnProducts(call: Call, j0: i32, j1: i32): void {
  const rows = wholeRows(call);
  columnProducts(call, j0, j1, 0, rows);
  columnProducts(call, j0, min(j1, lastColumns(call)), rows, rows + 1);
}

export function endProducts(call: Call, c0: i32, c1: i32, through: bool): void {
  if (judgeProducts(call, c0, c1)) widenProducts(call, c0, c1);
  finishProducts(call, c0, c1, through);
}

export function finishProducts(call: Call, c0: i32, c1: i32, through: bool): void {
  settleProducts(call, c0, c1, through);
  if (call.fold == 0) return;
  if (through) spreadGradient(call);
  else spreadAffine(call);
}

export function beginAffine(call: Call, c0: i32, c1: i32): void {
  forwardTerms(call, c0, c1);
  if (call.fold) spreadAffine(call);
}

export function affine(call: Call, source: usize, c0: i32, c1: i32, lastFirst: bool): void {
  if (call.fold) columnRowsAffine(call, source, 0, wholeRows(call), true);
  else rowAffine(call, source, c0, c1, lastFirst);
}

/** Rows r0 to r1 of the columns view, and the last, shorter one. */
export function columnRowsAffine(call: Call, source: usize, r0: i32, r1: i32, last: bool): void {
  const step = recentRows(call);
  if (last) columnAffine(call, source, lastColumns(call), r1, r1 + 1);
  for (let r = r1; r > r0; r -= step) columnAffine(call, source, widthOf(call), max(r0, r - step), r);
}

export function gradient(call: Call, c0: i32, c1: i32): void {
  if (call.fold) columnRowsGradient(call, 0, wholeRows(call), true);
  else rowGradient(call, c0, c1, 0, call.outer);
}

export function columnRowsGradient(call: Call, r0: i32, r1: i32, last: bool): void {
  const step = recentRows(call);
  if (last) columnGradient(call, lastColumns(call), r1, r1 + 1);
  for (let r = r1; r > r0; r -= step) columnGradient(call, widthOf(call), max(r0, r - step), r);
}

/** Whole rows of the columns view. */
@inline
export function wholeRows(call: Call): i32 {
  return call.outer / call.fold;
}

/** The last pass starts with the rows that the pass before read last, some at a time: within them memory runs forward. */
@inline
function recentRows(call: Call): i32 {
  return max(1, RECENT / (widthOf(call) << 2));
}

/** Columns of the last, shorter row. */
@inline
function lastColumns(call: Call): i32 {
  return (call.outer % call.fold) * call.channels * call.inner;
}
