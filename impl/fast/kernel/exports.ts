// Functions that the wrapper calls. `address` is that of a Call. Whole operations for tensors that lie in this memory,
// and the steps one by one for tensors that pass through it piece by piece.
import { Call, wholeRows } from './call-record';
import { settleMoments, takeMoments } from './statistics-from-sums';
import { addSection, sectionShares } from './summation-sections';
import * as steps from './steps';
import { widenMoments, widenProducts } from './repeat-sums-in-float64';

/** So that the wrapper can check that both sides mean the same record. */
export function callBytes(): i32 {
  return offsetof<Call>();
}

export function trainForward(address: usize): void {
  const call = changetype<Call>(address);
  trainForwardOf(call, 0, call.channels);
}

export function inferForward(address: usize): void {
  const call = changetype<Call>(address);
  inferForwardOf(call, 0, call.channels);
}

export function trainBackward(address: usize): void {
  const call = changetype<Call>(address);
  trainBackwardOf(call, 0, call.channels);
}

export function savedBackward(address: usize): void {
  const call = changetype<Call>(address);
  savedBackwardOf(call, 0, call.channels);
}

export function inferBackward(address: usize): void {
  const call = changetype<Call>(address);
  inferBackwardOf(call, 0, call.channels);
}

// The parts of a call that threads share. Rows: a whole operation for some channels. Columns: one pass at a time.
const TRAIN_FORWARD: i32 = 0;
const INFER_FORWARD: i32 = 1;
const TRAIN_BACKWARD: i32 = 2;
const INFER_BACKWARD: i32 = 3;
const SAVED_BACKWARD: i32 = 4;
const COLUMN_MOMENTS: i32 = 5;
const COLUMN_PRODUCTS: i32 = 6;
const COLUMN_AFFINE: i32 = 7;
const COLUMN_AFFINE_OF_GRADIENT: i32 = 8;
const COLUMN_GRADIENT: i32 = 9;

/** Share `index` of `threads`. The resulting bits do not depend on the number of shares. */
export function share(address: usize, part: i32, index: i32, threads: i32): void {
  const call = changetype<Call>(address);
  if (part < COLUMN_MOMENTS) {
    const c0 = portion(call.channels, index, threads);
    const c1 = portion(call.channels, index + 1, threads);
    if (c0 == c1) return;
    if (part == TRAIN_FORWARD) trainForwardOf(call, c0, c1);
    else if (part == INFER_FORWARD) inferForwardOf(call, c0, c1);
    else if (part == TRAIN_BACKWARD) trainBackwardOf(call, c0, c1);
    else if (part == INFER_BACKWARD) inferBackwardOf(call, c0, c1);
    else savedBackwardOf(call, c0, c1);
  } else if (part <= COLUMN_PRODUCTS) {
    const sections = sectionShares(call);
    const end = portion(sections, index + 1, threads);
    for (let i = portion(sections, index, threads); i < end; i++) addSection(call, part == COLUMN_PRODUCTS, i);
  } else {
    const rows = wholeRows(call);
    const r0 = portion(rows, index, threads);
    const r1 = portion(rows, index + 1, threads);
    const last = index + 1 == threads;
    if (part == COLUMN_GRADIENT) steps.columnRowsGradient(call, r0, r1, last);
    else steps.columnRowsAffine(call, part == COLUMN_AFFINE ? call.x : call.dy, r0, r1, last);
  }
}

/** Start of share `index` of `n` things. */
function portion(n: i32, index: i32, threads: i32): i32 {
  return <i32>((<i64>n * index) / threads);
}

function trainForwardOf(call: Call, c0: i32, c1: i32): void {
  const size = tileOf(call, 1);
  for (let c = c0; c < c1; c += size) {
    const end = min(c + size, c1);
    steps.beginMoments(call, c, end);
    steps.addMoments(call, c, end);
    steps.endMoments(call, c, end);
    steps.beginAffine(call, c, end);
    steps.affine(call, call.x, c, end, true);
  }
}

function inferForwardOf(call: Call, c0: i32, c1: i32): void {
  takeMoments(call, c0, c1, false);
  steps.beginAffine(call, c0, c1);
  steps.affine(call, call.x, c0, c1, false);
}

function trainBackwardOf(call: Call, c0: i32, c1: i32): void {
  const size = tileOf(call, 2);
  for (let c = c0; c < c1; c += size) {
    const end = min(c + size, c1);
    steps.beginMoments(call, c, end);
    steps.addMoments(call, c, end);
    steps.endMoments(call, c, end);
    throughStatistics(call, c, end);
  }
}

function savedBackwardOf(call: Call, c0: i32, c1: i32): void {
  takeMoments(call, c0, c1, true);
  const size = tileOf(call, 2);
  for (let c = c0; c < c1; c += size) throughStatistics(call, c, min(c + size, c1));
}

function inferBackwardOf(call: Call, c0: i32, c1: i32): void {
  takeMoments(call, c0, c1, false);
  const size = tileOf(call, 2);
  for (let c = c0; c < c1; c += size) {
    const end = min(c + size, c1);
    steps.beginProducts(call, c, end);
    steps.addProducts(call, c, end);
    steps.endProducts(call, c, end, false);
    steps.affine(call, call.dy, c, end, true);
  }
}

function throughStatistics(call: Call, c: i32, end: i32): void {
  steps.beginProducts(call, c, end);
  steps.addProducts(call, c, end);
  steps.endProducts(call, c, end, true);
  steps.gradient(call, c, end);
}

// Bytes of one sample that a tile must hold for the memory to stream.
const STREAM: i32 = 8192;

/**
 * Channels per tile: those whose values, in as many tensors, fill it, so that the second pass finds them in the cache;
 * or all of them, where that would read each sample in short pieces. Columns share their rows: there it is all of them.
 */
function tileOf(call: Call, tensors: i32): i32 {
  if (call.fold) return call.channels;
  const size = max(1, <i32>min(<f64>call.channels, <f64>call.tile / (4 * call.count * tensors)));
  return <f64>size * call.inner * 4 < STREAM ? call.channels : size;
}

export function beginMoments(address: usize): void {
  const call = changetype<Call>(address);
  steps.beginMoments(call, 0, call.channels);
}

export function addMoments(address: usize): void {
  const call = changetype<Call>(address);
  steps.addMoments(call, 0, call.channels);
}

export function judgeSums(address: usize, products: bool): i32 {
  const call = changetype<Call>(address);
  return steps.judge(call, products, 0, call.channels);
}

export function widenSums(address: usize, products: bool): void {
  const call = changetype<Call>(address);
  if (products) widenProducts(call, 0, call.channels);
  else widenMoments(call, 0, call.channels);
}

export function settleStatistics(address: usize): void {
  const call = changetype<Call>(address);
  settleMoments(call, 0, call.channels);
}

export function takeStatistics(address: usize, inverted: bool): void {
  const call = changetype<Call>(address);
  takeMoments(call, 0, call.channels, inverted);
}

export function beginAffine(address: usize): void {
  const call = changetype<Call>(address);
  steps.beginAffine(call, 0, call.channels);
}

/** Pivot sums of x, or if `ofGradient` of dy. */
export function affine(address: usize, ofGradient: bool): void {
  const call = changetype<Call>(address);
  steps.affine(call, ofGradient ? call.dy : call.x, 0, call.channels, false);
}

export function beginProducts(address: usize): void {
  const call = changetype<Call>(address);
  steps.beginProducts(call, 0, call.channels);
}

export function addProducts(address: usize): void {
  const call = changetype<Call>(address);
  steps.addProducts(call, 0, call.channels);
}

export function settleProducts(address: usize, through: bool): void {
  const call = changetype<Call>(address);
  steps.finishProducts(call, 0, call.channels, through);
}

export function gradient(address: usize): void {
  const call = changetype<Call>(address);
  steps.gradient(call, 0, call.channels);
}
