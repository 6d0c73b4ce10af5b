/** The five operations on Float32Arrays: checks, lays out a call record and a workspace, and lets the kernel run. */
import { Rejected, Unsupported } from '../../spec/terms/refusals.ts';
import type { Layout } from '../../spec/terms/layout.ts';
import {
  hasSavedStatistics,
  isOf,
  isTraining,
  type Operation,
  throughStatistics,
} from '../../spec/terms/operations.ts';
import type {
  InferBackwardArrays,
  InferForwardArrays,
  SavedBackwardArrays,
  TrainBackwardArrays,
  TrainForwardArrays,
} from './array-argument-types.ts';
import { double, word } from './call-record-fields.ts';
import * as check from './check-arguments.ts';
import { WorkerPool } from './worker-pool.ts';
import { Heap } from './heap.ts';
import { compiled, instantiate, type Kernel, parts } from './load-kernel.ts';
import { addressOf, placeOf, settle } from './address-of-array.ts';
import { Stage } from './staging.ts';
import { Workspace } from './workspace.ts';

/** Options of an engine. */
export interface Options {
  /** Size of the kernel's memory, 1 MiB to 4 GiB; default 256 MiB. Pages that are never touched cost nothing. */
  readonly bytes?: number;
  /** Which value the momentum weighs; default 'new'. */
  readonly momentumWeights?: 'new' | 'old';
  /** Whether the running variance takes m/(m-1) times the variance ('unbiased', the default; at m = 1 the factor is 1). */
  readonly runningVariance?: 'unbiased' | 'biased';
  /**
   * Threads for large tensors in the kernel's memory, this one included; default 1. The result is the same, bit for bit.
   * More than one needs shared memory: a page must be cross-origin isolated.
   */
  readonly threads?: number;
}

const page = 65536;

// Tensors that an operation reads and writes per element, each costing about a tenth of a nanosecond.
const streams: Readonly<Record<Operation, number>> = {
  trainForward: 3,
  inferForward: 2,
  trainBackward: 6,
  inferBackward: 4,
  savedBackward: 5,
};

// Elements read and written; below this, waking a thread, some 100 microseconds, costs more than it saves.
const worthSharing = 1 << 21;

/** The kernel with memory of its own. Arrays that it allocated are not copied; others are, in and out. */
export class Engine {
  readonly #kernel: Kernel;
  readonly #heap: Heap;
  readonly #workspace: Workspace;
  readonly #stage: Stage;
  #pool: WorkerPool | undefined;
  readonly #old: boolean;
  readonly #biased: boolean;

  /** @throws Rejected for a size out of range; a CompileError where the engine has no SIMD (see `hasSimd`) */
  constructor(options: Options = {}) {
    const { bytes = 256 * 2 ** 20, threads = 1, momentumWeights = 'new', runningVariance = 'unbiased' } = options;
    if (!(bytes >= 2 ** 20 && bytes <= 2 ** 32)) {
      throw new Rejected(`"bytes" expected a number from ${2 ** 20} to ${2 ** 32}, got ${bytes}`);
    }
    if (!(Number.isInteger(threads) && threads >= 1 && threads <= 64)) {
      throw new Rejected(`"threads" expected an integer from 1 to 64, got ${threads}`);
    }
    const shared = threads > 1;
    if (shared && typeof SharedArrayBuffer === 'undefined') {
      throw new Unsupported(
        '"threads" expected 1: this page has no shared memory, since it is not cross-origin isolated',
      );
    }
    const pages = Math.floor(bytes / page);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
    const module = compiled(shared);
    this.#kernel = instantiate(module, memory);
    this.#heap = new Heap(memory);
    this.#workspace = new Workspace(this.#heap, shared);
    this.#stage = new Stage(this.#heap, this.#kernel, this.#workspace);
    if (shared) this.#pool = new WorkerPool(module, this.#kernel, this.#heap, threads);
    this.#old = momentumWeights === 'old';
    this.#biased = runningVariance === 'biased';
  }

  /** An array of `length` zeros in the kernel's memory, where calls need no copy. Give it back with `free`. */
  allocate(length: number): Float32Array {
    if (!(Number.isSafeInteger(length) && length >= 0)) {
      throw new Rejected(`"length" expected an integer >= 0, got ${length}`);
    }
    const at = this.#heap.take(4 * length);
    if (at === 0) {
      throw new Rejected(`"length" expected what is free of ${this.#heap.bytes} bytes of memory, got ${length} values`);
    }
    const array = new Float32Array(this.#heap.memory.buffer, at, length).fill(0);
    return settle(array, { heap: this.#heap, length, at });
  }

  /** @throws Rejected where `allocate` did not make it, or it was freed already */
  free(array: Float32Array): void {
    const place = placeOf(array);
    if (place === undefined || place.heap !== this.#heap || place.at === 0) {
      throw new Rejected('"array" expected an array of this allocate() that was not freed yet');
    }
    this.#heap.give(place.at);
    place.at = 0;
  }

  /** Whether the array lies in the kernel's memory. */
  owns(array: Float32Array): boolean {
    return addressOf(array, this.#heap) !== 0;
  }

  /** Resolves when every thread has started. Calls before that are right, too, only slower. */
  async ready(): Promise<void> {
    while (this.#pool?.ready === false) await new Promise((resolve) => setTimeout(resolve, 1));
  }

  /** Ends the threads. Calls after that run on this one. */
  close(): void {
    this.#pool?.close();
    this.#pool = undefined;
  }

  /** Bytes of the kernel's memory in use, workspace included. */
  get bytesInUse(): number {
    return this.#heap.taken;
  }

  /**
   * Normalizes with the statistics of the batch (BN-3 to BN-6), written into `call.out`.
   * @param fresh - whether the caller has just made the outputs, so that they cannot overlap anything
   * @throws Rejected, naming the argument that is wrong
   */
  trainForward(call: TrainForwardArrays, fresh = false): void {
    const { x, gamma, beta, runningMean, runningVar, epsilon, momentum, out } = call;
    const layout = check.layout(call.shape, call.axis);
    const { channels, perChannel } = layout;
    check.large('x', x, layout);
    check.small('gamma', gamma, channels);
    check.small('beta', beta, channels);
    check.small('runningMean', runningMean, channels);
    check.small('runningVar', runningVar, channels);
    check.large('out.y', out.y, layout);
    check.small('out.mean', out.mean, channels);
    check.small('out.variance', out.variance, channels);
    check.small('out.invStd', out.invStd, channels);
    check.small('out.runningMean', out.runningMean, channels);
    check.small('out.runningVar', out.runningVar, channels);
    check.updated('runningMean', runningMean, out.runningMean);
    check.updated('runningVar', runningVar, out.runningVar);
    check.epsilon(epsilon);
    check.momentum(momentum);
    if (!fresh) apartForward(call);

    const w = this.#workspace;
    w.begin(layout, epsilon);
    w.setDouble(double.momentum, this.#old ? 1 - momentum : momentum);
    w.setDouble(double.bessel, this.#biased || perChannel === 1 ? 1 : perChannel / (perChannel - 1));
    w.input(word.gamma, gamma);
    w.input(word.beta, beta);
    if (out.runningMean) w.input(word.runningMean, runningMean);
    if (out.runningVar) w.input(word.runningVar, runningVar);
    w.output(word.meanOut, out.mean);
    w.output(word.varianceOut, out.variance);
    w.output(word.invStdOut, out.invStd);
    w.output(word.runningMeanOut, out.runningMean);
    w.output(word.runningVarOut, out.runningVar);
    this.#run('trainForward', layout, x, undefined, out.y);
  }

  /**
   * Normalizes with given statistics (BN-7), written into `call.out`.
   * @param fresh - whether the caller has just made the outputs, so that they cannot overlap anything
   * @throws Rejected, naming the argument that is wrong
   */
  inferForward(call: InferForwardArrays, fresh = false): void {
    const { x, gamma, beta, mean, variance, epsilon, out } = call;
    const layout = check.layout(call.shape, call.axis);
    const { channels } = layout;
    check.large('x', x, layout);
    check.small('gamma', gamma, channels);
    check.small('beta', beta, channels);
    check.small('mean', mean, channels);
    check.small('variance', variance, channels);
    check.large('out.y', out.y, layout);
    check.epsilon(epsilon);
    if (!fresh) check.apart('out.y', out.y, x, [x, gamma, beta, mean, variance], []);

    const w = this.#workspace;
    w.begin(layout, epsilon);
    w.input(word.gamma, gamma);
    w.input(word.beta, beta);
    w.input(word.mean, mean);
    w.input(word.spread, variance);
    this.#run('inferForward', layout, x, undefined, out.y);
  }

  /**
   * Gradients of `trainForward` (BN-8), written into `call.out`.
   * @param fresh - whether the caller has just made the outputs, so that they cannot overlap anything
   * @throws Rejected, naming the argument that is wrong
   */
  trainBackward(call: TrainBackwardArrays, fresh = false): void {
    check.epsilon(call.epsilon);
    this.#backward('trainBackward', call, undefined, undefined, call.epsilon, fresh);
  }

  /**
   * Gradients of `inferForward` (BN-9), written into `call.out`.
   * @param fresh - whether the caller has just made the outputs, so that they cannot overlap anything
   * @throws Rejected, naming the argument that is wrong
   */
  inferBackward(call: InferBackwardArrays, fresh = false): void {
    check.epsilon(call.epsilon);
    this.#backward('inferBackward', call, call.mean, call.variance, call.epsilon, fresh);
  }

  /**
   * Gradients of `trainForward` from the mean and inverse standard deviation that it wrote (BN-8), written into `call.out`.
   * @param fresh - whether the caller has just made the outputs, so that they cannot overlap anything
   * @throws Rejected, naming the argument that is wrong
   */
  savedBackward(call: SavedBackwardArrays, fresh = false): void {
    this.#backward('savedBackward', call, call.mean, call.invStd, 0, fresh);
  }

  #backward(
    operation: Operation,
    call: Omit<TrainBackwardArrays, 'epsilon'>,
    mean: Float32Array | undefined,
    spread: Float32Array | undefined,
    epsilon: number,
    fresh: boolean,
  ): void {
    const { x, dy, gamma, out } = call;
    const layout = check.layout(call.shape, call.axis);
    const { channels } = layout;
    check.large('dy', dy, layout);
    check.large('x', x, layout);
    check.small('gamma', gamma, channels);
    check.small('mean', mean, channels);
    check.small(hasSavedStatistics(operation) ? 'invStd' : 'variance', spread, channels);
    check.large('out.dx', out.dx, layout);
    check.small('out.dgamma', out.dgamma, channels);
    check.small('out.dbeta', out.dbeta, channels);
    if (!fresh) {
      const inputs = [dy, x, gamma, mean, spread];
      const outputs = [out.dx, out.dgamma, out.dbeta];
      check.apart('out.dx', out.dx, dy, inputs, outputs);
      check.apart('out.dgamma', out.dgamma, undefined, inputs, outputs);
      check.apart('out.dbeta', out.dbeta, undefined, inputs, outputs);
    }

    const w = this.#workspace;
    w.begin(layout, epsilon);
    w.input(word.gamma, gamma);
    w.input(word.mean, mean);
    w.input(word.spread, spread);
    w.output(word.dgamma, out.dgamma);
    w.output(word.dbeta, out.dbeta);
    this.#run(operation, layout, x, dy, out.dx);
  }

  #run(operation: Operation, layout: Layout, x: Float32Array, dy: Float32Array | undefined, out: Float32Array): void {
    const w = this.#workspace;
    const xAt = addressOf(x, this.#heap);
    const dyAt = dy === undefined ? 0 : addressOf(dy, this.#heap);
    const outAt = addressOf(out, this.#heap);
    if (xAt !== 0 && outAt !== 0 && (dy === undefined || dyAt !== 0)) {
      w.large(xAt, dyAt, outAt);
      const pool = this.#pool;
      const size = layout.channels * layout.perChannel;
      if (pool === undefined || streams[operation] * size < worthSharing || !pool.ready)
        this.#kernel[operation](w.call);
      else if (w.getWord(word.fold) === 0) pool.run(w.call, parts[operation]);
      else shareColumns(operation, this.#kernel, pool, w.call);
    } else {
      this.#stage.run(operation, layout, { x, dy, out });
    }
    w.end();
  }
}

function apartForward({ x, gamma, beta, runningMean, runningVar, out }: TrainForwardArrays): void {
  const inputs = [x, gamma, beta, runningMean, runningVar];
  const outputs = [out.y, out.mean, out.variance, out.invStd, out.runningMean, out.runningVar];
  check.apart('out.y', out.y, x, inputs, outputs);
  check.apart('out.mean', out.mean, undefined, inputs, outputs);
  check.apart('out.variance', out.variance, undefined, inputs, outputs);
  check.apart('out.invStd', out.invStd, undefined, inputs, outputs);
  check.apart('out.runningMean', out.runningMean, runningMean, inputs, outputs);
  check.apart('out.runningVar', out.runningVar, runningVar, inputs, outputs);
}

/** Columns share their rows, so threads meet after every pass. */
function shareColumns(operation: Operation, kernel: Kernel, pool: WorkerPool, call: number): void {
  if (isTraining(operation)) {
    kernel.beginMoments(call);
    pool.run(call, parts.columnMoments);
    if (kernel.judgeSums(call, false)) kernel.widenSums(call, false);
    kernel.settleStatistics(call);
  } else {
    kernel.takeStatistics(call, hasSavedStatistics(operation));
  }
  if (isOf('forward', operation)) {
    kernel.beginAffine(call);
    pool.run(call, parts.columnAffine);
    return;
  }
  const through = throughStatistics(operation);
  kernel.beginProducts(call);
  pool.run(call, parts.columnProducts);
  if (kernel.judgeSums(call, true)) kernel.widenSums(call, true);
  kernel.settleProducts(call, through);
  pool.run(call, through ? parts.columnGradient : parts.columnAffineOfGradient);
}
