/** Counts the errors of the elements of each output while the suite judges: see report/measurements.ts. */
import { excess } from '../../accuracy/judge-element.ts';
import { errorBins, offsetBins, type OutputMeasurement, ulpBins } from '../../report/measurements.ts';
import type { DType, Tensor } from '../../terms/contract.ts';
import { formats } from '../../terms/dtype.ts';
import { channelOf, layoutOf } from '../../terms/layout.ts';
import {
  type Calls,
  elementwise,
  type Operation,
  operations,
  signatures,
  type TensorName,
} from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import type { ExactTensor, Truth } from '../../terms/truth.ts';

interface Counts {
  elements: number;
  readonly accuracy: Float64Array;
  readonly ulps: number[];
}

/** A call with its correct answer. */
interface Judged<O extends Operation> {
  readonly operation: O;
  readonly call: Calls[O];
  readonly truth: Truth;
}

/** One output of the answer. */
interface Answered {
  readonly output: TensorName;
  readonly actual: Tensor;
  readonly exact: ExactTensor;
  /** Allowed error of an element, of the required grade. */
  readonly boundAt: (index: number) => number;
}

/**
 * Most elements of one output that are counted: the pictures need a sample, and a large case must not outweigh the
 * others.
 */
const most = 512;

const columns = offsetBins.constant - offsetBins.first + 1;
const rows = errorBins.last - errorBins.none + 1;

const cellOf = (offset: number, error: number): number =>
  (error - errorBins.none) * columns + offset - offsetBins.first;

export class Recorder {
  readonly #counts = new Map<string, Counts>();

  record<O extends Operation>({ operation, call, truth: { channel } }: Judged<O>, answered: Answered): void {
    const { output, actual, exact, boundAt } = answered;
    const counts = this.#countsOf(`${operation} ${output}`);
    const layout = layoutOf(call.x.shape, call.axis);
    const offsets = Array.from({ length: layout.channels }, (_, c) =>
      offsetBins.of(channel.mean[c], channel.variance[c]),
    );
    const values = valuesOf(actual);
    const { hi, lo } = exact;
    const perElement = elementwise.has(output);
    const step = Math.ceil(values.length / most);
    for (let i = 0; i < values.length; i += step) {
      const bound = boundAt(i);
      if (bound === Infinity) continue;
      const ratio = excess(values[i], hi[i], lo[i], bound, actual.dtype);
      const offset = offsets[perElement ? channelOf(layout, i) : i];
      counts.elements += 1;
      counts.accuracy[cellOf(offset, errorBins.of(ratio))] += 1;
      // Two NaNs or two infinities are as equal as they can be.
      const alike = ratio === 0 || Object.is(values[i], hi[i]);
      const ulps = alike ? 0 : Math.abs(values[i] - hi[i] - lo[i]) / ulpAt(hi[i], actual.dtype);
      counts.ulps[ulpBins.of(ulps)] += 1;
    }
  }

  /** Adds what another has counted. */
  add(outputs: readonly OutputMeasurement[]): void {
    for (const { operation, output, elements, accuracy, ulps } of outputs) {
      const own = this.#countsOf(`${operation} ${output}`);
      own.elements += elements;
      for (const [offset, error, count] of accuracy) own.accuracy[cellOf(offset, error)] += count;
      for (const [i, count] of ulps.entries()) own.ulps[i] += count;
    }
  }

  /** In the order of the operations and their outputs. */
  outputs(): OutputMeasurement[] {
    return operations.flatMap((operation) =>
      signatures[operation].outputs.flatMap((output) => {
        const counts = this.#counts.get(`${operation} ${output}`);
        if (counts === undefined || counts.elements === 0) return [];
        const { elements, accuracy, ulps } = counts;
        const used = ulps.findLastIndex((count) => count > 0) + 1;
        return [{ operation, output, elements, accuracy: sparse(accuracy), ulps: ulps.slice(0, used) }];
      }),
    );
  }

  #countsOf(key: string): Counts {
    let counts = this.#counts.get(key);
    if (counts === undefined) {
      const ulps = Array.from<number>({ length: ulpBins.last + 1 }).fill(0);
      this.#counts.set(key, (counts = { elements: 0, accuracy: new Float64Array(columns * rows), ulps }));
    }
    return counts;
  }
}

function sparse(counts: Float64Array): [number, number, number][] {
  const cells = Array.from(counts, (count, i): [number, number, number] => [
    (i % columns) + offsetBins.first,
    Math.floor(i / columns) + errorBins.none,
    count,
  ]);
  return cells.filter(([, , count]) => count > 0).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
}

const scratch = new DataView(new ArrayBuffer(8));

/** Distance between neighbours of the type around a value; that of the largest numbers where it overflows. */
export function ulpAt(value: number, dtype: DType): number {
  const { precision, smallest, largest } = formats[dtype];
  scratch.setFloat64(0, Math.min(Math.abs(value), largest));
  const exponent = ((scratch.getUint32(0) >>> 20) & 0x7ff) - 1023;
  return Math.max(smallest, 2 ** (exponent - precision + 1));
}
