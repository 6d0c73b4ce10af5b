/** Tensors that lie outside the kernel's memory pass through a stage inside it, in boxes that fit. */
import { Rejected } from '../../spec/terms/refusals.ts';
import type { Layout } from '../../spec/terms/layout.ts';
import { hasSavedStatistics, isTraining, type Operation, throughStatistics } from '../../spec/terms/operations.ts';
import { type Box, boxesOf, move, tilesOf } from './cut-into-boxes.ts';
import { word } from './call-record-fields.ts';
import type { Heap } from './heap.ts';
import type { Kernel } from './load-kernel.ts';
import { copyIn, copyOut } from './copy-memory.ts';
import { foldOf, type Workspace } from './workspace.ts';

// Elements on the stage at once, all tensors together.
const mostElements = 1 << 20;

// Block size of the kernel's sums: values of a row, rows of columns.
const rowBlock = 256;
const columnBlock = 32;

// Fields with addresses of one value per channel: a tile of channels starts further on.
const perChannel = [
  word.gamma,
  word.beta,
  word.mean,
  word.spread,
  word.runningMean,
  word.runningVar,
  word.meanOut,
  word.varianceOut,
  word.invStdOut,
  word.runningMeanOut,
  word.runningVarOut,
  word.dgamma,
  word.dbeta,
] as const;

/** The arrays of the tensor's size. */
export interface Larges {
  readonly x: Float32Array;
  readonly dy?: Float32Array | undefined;
  readonly out: Float32Array;
}

export class Stage {
  readonly #heap: Heap;
  readonly #kernel: Kernel;
  readonly #workspace: Workspace;
  readonly #floats: Float32Array;
  #at = 0;
  #bytes = 0;

  constructor(heap: Heap, kernel: Kernel, workspace: Workspace) {
    this.#heap = heap;
    this.#floats = new Float32Array(heap.memory.buffer);
    this.#kernel = kernel;
    this.#workspace = workspace;
  }

  /** The call record is complete except for the large addresses. */
  run(operation: Operation, layout: Layout, larges: Larges): void {
    const { inner, channels, perChannel: m } = layout;
    const tensors = larges.dy ? 2 : 1;
    if (channels * m * tensors <= mostElements) {
      this.#whole(operation, channels * m, larges);
      return;
    }
    const fold = foldOf(layout);
    const samples = fold === 0 ? Math.max(1, Math.floor(rowBlock / inner)) : fold * columnBlock;
    const capacity = mostElements / tensors;
    const tiles = fold === 0 ? tilesOf(layout, capacity) : [{ c0: 0, c1: channels }];
    const boxes = tiles.map((tile) => boxesOf(layout, tile, capacity, samples, fold === 0 ? rowBlock : inner));
    const largest = Math.max(...boxes.flat().map(sizeOf));
    this.#reserve(4 * largest * tensors);

    const w = this.#workspace;
    const addresses = perChannel.map((slot) => w.getWord(slot));
    for (const [t, { c0, c1 }] of tiles.entries()) {
      perChannel.forEach((slot, i) => addresses[i] && w.setWord(slot, addresses[i] + 4 * c0));
      w.setWord(word.channels, c1 - c0);
      if (boxes[t].length === 1) {
        const [box] = boxes[t];
        this.#enter(layout, larges, box);
        this.#kernel[operation](w.call);
        this.#leave(layout, larges, box);
      } else {
        this.#stepwise(operation, layout, larges, boxes[t]);
      }
    }
  }

  /** The whole tensor at once: the minimum that a small tensor needs. */
  #whole(operation: Operation, size: number, { x, dy, out }: Larges): void {
    this.#reserve(4 * size * (dy ? 2 : 1));
    const w = this.#workspace;
    const at = this.#at >> 2;
    copyIn(this.#floats, at, x);
    if (dy) copyIn(this.#floats, at + size, dy);
    const second = this.#at + 4 * size;
    w.large(this.#at, dy ? second : 0, dy ? second : this.#at);
    this.#kernel[operation](w.call);
    copyOut(this.#floats, dy ? at + size : at, out);
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#bytes) return;
    if (this.#bytes > 0) this.#heap.give(this.#at);
    this.#bytes = 0;
    this.#at = this.#heap.take(bytes);
    if (this.#at === 0) {
      throw new Rejected(`"x" expected a stage of ${bytes} bytes to be free in ${this.#heap.bytes} bytes of memory`);
    }
    this.#bytes = bytes;
  }

  #on(at: number, length: number): Float32Array {
    return new Float32Array(this.#heap.memory.buffer, at, length);
  }

  /** Puts a box on the stage. The result takes the place of dy, or of x where there is none. */
  #enter(layout: Layout, { x, dy }: Larges, box: Box): void {
    const size = sizeOf(box);
    const w = this.#workspace;
    const second = this.#at + 4 * size;
    move(x, layout, box, this.#on(this.#at, size), 'stage');
    if (dy) move(dy, layout, box, this.#on(second, size), 'stage');
    w.setWord(word.outer, box.n1 - box.n0);
    w.setWord(word.inner, box.i1 - box.i0);
    w.large(this.#at, dy ? second : 0, dy ? second : this.#at);
  }

  #leave(layout: Layout, { out }: Larges, box: Box): void {
    const size = sizeOf(box);
    move(out, layout, box, this.#on(this.#workspace.getWord(word.out), size), 'tensor');
  }

  /** A tensor, or one of its channels, that is larger than the stage: every pass goes over its boxes. */
  #stepwise(operation: Operation, layout: Layout, larges: Larges, boxes: readonly Box[]): void {
    const kernel = this.#kernel;
    const { call } = this.#workspace;
    const { dy } = larges;
    const pass = (onlyX: boolean, step: (first: boolean) => void): void => {
      for (const [i, box] of boxes.entries()) {
        this.#enter(layout, onlyX ? { x: larges.x, out: larges.out } : larges, box);
        step(i === 0);
      }
    };
    if (isTraining(operation)) {
      pass(true, (first) => {
        if (first) kernel.beginMoments(call);
        kernel.addMoments(call);
      });
      if (kernel.judgeSums(call, false)) pass(true, () => kernel.widenSums(call, false));
      kernel.settleStatistics(call);
    } else {
      kernel.takeStatistics(call, hasSavedStatistics(operation));
    }
    const through = throughStatistics(operation);
    if (dy) {
      kernel.beginProducts(call);
      pass(false, () => kernel.addProducts(call));
      if (kernel.judgeSums(call, true)) pass(false, () => kernel.widenSums(call, true));
      kernel.settleProducts(call, through);
    } else {
      kernel.beginAffine(call);
    }
    for (const box of boxes) {
      this.#enter(layout, larges, box);
      if (dy && through) kernel.gradient(call);
      else kernel.affine(call, dy !== undefined);
      this.#leave(layout, larges, box);
    }
  }
}

const sizeOf = ({ n0, n1, c0, c1, i0, i1 }: Box): number => (n1 - n0) * (c1 - c0) * (i1 - i0);
