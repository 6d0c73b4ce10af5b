/** A tensor outside the kernel's memory passes through a stage inside it as boxes, each stored compactly there. */
import type { Layout } from '../../spec/terms/layout.ts';

/** Samples n0 to n1, channels c0 to c1, positions i0 to i1. */
export interface Box {
  readonly n0: number;
  readonly n1: number;
  readonly c0: number;
  readonly c1: number;
  readonly i0: number;
  readonly i1: number;
}

/** Copies a box between a tensor and the stage, in the direction asked for. */
export function move(
  tensor: Float32Array,
  layout: Layout,
  box: Box,
  stage: Float32Array,
  into: 'stage' | 'tensor',
): void {
  const { channels, inner } = layout;
  const { n0, n1, c0, c1, i0, i1 } = box;
  const wholeRows = i0 === 0 && i1 === inner;
  const wholeSamples = wholeRows && c0 === 0 && c1 === channels;
  // Runs of consecutive elements.
  const run = wholeSamples ? (n1 - n0) * channels * inner : wholeRows ? (c1 - c0) * inner : i1 - i0;
  let at = 0;
  for (let n = n0; n < (wholeSamples ? n0 + 1 : n1); n++) {
    for (let c = c0; c < (wholeRows ? c0 + 1 : c1); c++) {
      const from = (n * channels + c) * inner + i0;
      if (run < 32) {
        if (into === 'stage') for (let i = 0; i < run; i++) stage[at + i] = tensor[from + i];
        else for (let i = 0; i < run; i++) tensor[from + i] = stage[at + i];
      } else if (into === 'stage') {
        stage.set(tensor.subarray(from, from + run), at);
      } else {
        tensor.set(stage.subarray(at, at + run), from);
      }
      at += run;
    }
  }
}

/** Ranges of channels whose values fit a stage of `capacity` elements together; one channel at least. */
export function tilesOf(layout: Layout, capacity: number): { c0: number; c1: number }[] {
  const size = Math.max(1, Math.floor(capacity / layout.perChannel));
  return ranges(layout.channels, size).map(([c0, c1]) => ({ c0, c1 }));
}

/**
 * Boxes of at most `capacity` elements that cover channels c0 to c1; larger ones only where a block of `samples`
 * samples and `positions` positions is. Borders are multiples of both, where the kernel's blocks end too.
 */
export function boxesOf(
  { outer, inner }: Layout,
  { c0, c1 }: { readonly c0: number; readonly c1: number },
  capacity: number,
  samples: number,
  positions: number,
): Box[] {
  const atOnce = Math.floor(capacity / (c1 - c0) / inner / samples) * samples;
  if (atOnce > 0) return ranges(outer, atOnce).map(([n0, n1]) => ({ n0, n1, c0, c1, i0: 0, i1: inner }));
  const length = Math.max(1, Math.floor(capacity / samples / (c1 - c0) / positions)) * positions;
  return ranges(outer, samples).flatMap(([n0, n1]) =>
    ranges(inner, length).map(([i0, i1]) => ({ n0, n1, c0, c1, i0, i1 })),
  );
}

function ranges(size: number, step: number): [number, number][] {
  const list: [number, number][] = [];
  for (let from = 0; from < size; from += step) list.push([from, Math.min(size, from + step)]);
  return list;
}
