// What the wrapper calls. `address` is that of a Call. Whole operations for tensors that lie in this memory, and the
// steps one by one for tensors that pass through it piece by piece.
import { Call } from './call';
import { judgeMoments, settleMoments, takeMoments } from './moments';
import { judgeProducts } from './products';
import * as steps from './steps';
import { widenMoments, widenProducts } from './wide';

/** So that the wrapper can check that both sides mean the same record. */
export function callBytes(): i32 {
  return offsetof<Call>();
}

export function trainForward(address: usize): void {
  const call = changetype<Call>(address);
  const size = tileOf(call, 1);
  for (let c = 0; c < call.channels; c += size) {
    const end = min(c + size, call.channels);
    steps.beginMoments(call, c, end);
    steps.addMoments(call, c, end);
    steps.endMoments(call, c, end);
    steps.beginAffine(call, c, end);
    steps.affine(call, call.x, c, end);
  }
}

export function inferForward(address: usize): void {
  const call = changetype<Call>(address);
  takeMoments(call, 0, call.channels, false);
  steps.beginAffine(call, 0, call.channels);
  steps.affine(call, call.x, 0, call.channels);
}

export function trainBackward(address: usize): void {
  const call = changetype<Call>(address);
  const size = tileOf(call, 2);
  for (let c = 0; c < call.channels; c += size) {
    const end = min(c + size, call.channels);
    steps.beginMoments(call, c, end);
    steps.addMoments(call, c, end);
    steps.endMoments(call, c, end);
    throughStatistics(call, c, end);
  }
}

export function savedBackward(address: usize): void {
  const call = changetype<Call>(address);
  takeMoments(call, 0, call.channels, true);
  const size = tileOf(call, 2);
  for (let c = 0; c < call.channels; c += size) throughStatistics(call, c, min(c + size, call.channels));
}

export function inferBackward(address: usize): void {
  const call = changetype<Call>(address);
  takeMoments(call, 0, call.channels, false);
  const size = tileOf(call, 2);
  for (let c = 0; c < call.channels; c += size) {
    const end = min(c + size, call.channels);
    steps.beginProducts(call, c, end);
    steps.addProducts(call, c, end);
    steps.endProducts(call, c, end, false);
    steps.affine(call, call.dy, c, end);
  }
}

function throughStatistics(call: Call, c: i32, end: i32): void {
  steps.beginProducts(call, c, end);
  steps.addProducts(call, c, end);
  steps.endProducts(call, c, end, true);
  steps.gradient(call, c, end);
}

/** Channels whose values, in as many tensors, fill the tile. Columns share their rows, so there it is all of them. */
function tileOf(call: Call, tensors: i32): i32 {
  if (call.fold) return call.channels;
  return max(1, <i32>min(<f64>call.channels, <f64>call.tile / (4 * call.count * tensors)));
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
  return products ? judgeProducts(call, 0, call.channels) : judgeMoments(call, 0, call.channels);
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

/** Of x, or if `ofGradient` of dy. */
export function affine(address: usize, ofGradient: bool): void {
  const call = changetype<Call>(address);
  steps.affine(call, ofGradient ? call.dy : call.x, 0, call.channels);
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
