// The steps of every operation, for a range of channels, whichever way the channels lie.
import { Call, lastColumns, wholeRows, widthOf } from './call-record';
import {
  columnAffine,
  columnGradient,
  spreadAffine,
  spreadGradient,
  spreadPivots,
  spreadProducts,
} from './channels-as-columns';
import { forwardTerms, judgeMoments, settleMoments } from './statistics-from-sums';
import { choosePivots } from './pivot';
import { judgeProducts, productTerms, settleProducts } from './gradients-from-sums';
import { rowAffine, rowGradient, rowMoments, rowProducts } from './channels-as-rows';
import { addSections, clearSections, mergeSections } from './summation-sections';
import { widenMoments, widenProducts } from './repeat-sums-in-float64';

// Bytes; half a second-level cache.
const RECENT: i32 = 1 << 17;

export function clearSums(call: Call, c0: i32, c1: i32): void {
  if (call.fold) {
    clearSections(call);
    return;
  }
  const from = <usize>c0 << 5;
  const bytes = <usize>(c1 - c0) << 5;
  memory.fill(call.first + from, 0, bytes);
  memory.fill(call.second + from, 0, bytes);
}

export function beginMoments(call: Call, c0: i32, c1: i32): void {
  clearSums(call, c0, c1);
  choosePivots(call, c0, c1);
  if (call.fold) spreadPivots(call);
}

export function addMoments(call: Call, c0: i32, c1: i32): void {
  if (call.fold) addSections(call, false);
  else rowMoments(call, c0, c1, 0, call.outer);
}

/** Ends a pass of sums: how many channels need `widenMoments` or `widenProducts`. Once for each pass. */
export function judge(call: Call, products: bool, c0: i32, c1: i32): i32 {
  if (call.fold) mergeSections(call);
  return products ? judgeProducts(call, c0, c1) : judgeMoments(call, c0, c1);
}

export function endMoments(call: Call, c0: i32, c1: i32): void {
  if (judge(call, false, c0, c1)) widenMoments(call, c0, c1);
  settleMoments(call, c0, c1);
}

export function beginProducts(call: Call, c0: i32, c1: i32): void {
  clearSums(call, c0, c1);
  productTerms(call, c0, c1);
  if (call.fold) spreadProducts(call);
}

export function addProducts(call: Call, c0: i32, c1: i32): void {
  if (call.fold) addSections(call, true);
  else rowProducts(call, c0, c1, 0, call.outer);
}

export function endProducts(call: Call, c0: i32, c1: i32, through: bool): void {
  if (judge(call, true, c0, c1)) widenProducts(call, c0, c1);
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

/** The last pass starts with the rows that the pass before read last, some at a time: within them memory runs forward. */
@inline
function recentRows(call: Call): i32 {
  return max(1, RECENT / (widthOf(call) << 2));
}
