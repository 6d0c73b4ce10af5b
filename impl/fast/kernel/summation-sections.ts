// Rows of columns are summed in sections, each from zero, and the sections are added in their order. A section is one
// stretch of memory, so that threads can take sections, and the bits do not depend on which thread took which.
// 
// Sums of a section: Σ of each column, then the second Σ of each column, as `first` and `second` have them. A single
// thread needs only one such place. Where there is one section, its place is that of `first` and `second`.
import { Call, lastColumns, wholeRows, widthOf } from './call-record';
import { BLOCK_BYTES, columnMoments, columnProducts } from './channels-as-columns';

@inline
function placeBytes(call: Call): usize {
  return <usize>widthOf(call) << 4;
}

export function clearSections(call: Call): void {
  memory.fill(call.first, 0, placeBytes(call));
  if (call.sections != call.first) memory.fill(call.sections, 0, placeBytes(call) * call.places);
}

/** All sections in turn, on one thread. */
export function addSections(call: Call, products: bool): void {
  const rows = wholeRows(call);
  const width = widthOf(call);
  for (let r = 0; r < rows; r += call.section) {
    if (r > 0) {
      merge(call, call.sections);
      memory.fill(call.sections, 0, placeBytes(call));
    }
    addRows(call, products, call.sections, call.blocks, 0, width, r, min(rows, r + call.section));
  }
  addRows(call, products, call.sections, call.blocks, 0, lastColumns(call), rows, rows + 1);
}

/** Shares that threads can take. The wrapper lays out a block for each. */
export function sectionShares(call: Call): i32 {
  return call.places * ((widthOf(call) + call.strip - 1) / call.strip);
}

/** One section, or a strip of it, into its own place. */
export function addSection(call: Call, products: bool, share: i32): void {
  const section = share % call.places;
  const j0 = (share / call.places) * call.strip;
  const j1 = min(widthOf(call), j0 + call.strip);
  const rows = wholeRows(call);
  const place = call.sections + placeBytes(call) * section;
  const block = call.blocks + BLOCK_BYTES * share;
  const r0 = section * call.section;
  addRows(call, products, place, block, j0, j1, r0, min(rows, r0 + call.section));
  if (section + 1 == call.places) addRows(call, products, place, block, j0, min(j1, lastColumns(call)), rows, rows + 1);
}

/** Adds the sums of the sections to the sums of the columns: once, when all are there. */
export function mergeSections(call: Call): void {
  if (call.sections == call.first) return;
  for (let i = 0; i < call.places; i++) merge(call, call.sections + placeBytes(call) * i);
}

function merge(call: Call, place: usize): void {
  const end = call.first + placeBytes(call);
  for (let at = call.first; at < end; at += 16, place += 16) {
    v128.store(at, f64x2.add(v128.load(at), v128.load(place)));
  }
}

function addRows(call: Call, products: bool, place: usize, block: usize, j0: i32, j1: i32, r0: i32, r1: i32): void {
  if (products) columnProducts(call, place, block, j0, j1, r0, r1);
  else columnMoments(call, place, block, j0, j1, r0, r1);
}
