/** Exact outputs as tensors: computed on demand, channel by channel, and rounded from the exact value. */
import type { DType, Tensor } from '../../spec/terms/contract.ts';
import { encodeBits, roundTo } from '../../spec/terms/dtype.ts';
import { layoutOf, type Layout } from '../../spec/terms/layout.ts';
import { sizeOf } from '../../spec/terms/tensor.ts';
import type { ExactTensor } from '../../spec/terms/truth.ts';
import { approximate, expand } from '../exact/approximate.ts';
import { nearest } from '../exact/round.ts';
import type { Exact } from '../exact/surd.ts';
import { certain, certainDouble, decisions, round } from './rounding-decision.ts';
import type { Block } from './double-double-formulas.ts';
import { chunk, scatter } from './channel-reader.ts';

/** An exact tensor whose single values can be had as p + q/√w. */
export interface CertifiedTensor extends ExactTensor {
  exact(index: number): Exact;
}

/** The elements of one channel. */
export interface Elements {
  /** Values start … start + n - 1, n at most `chunk`. An infinite bound: not computed to a known accuracy. */
  fill(start: number, n: number, block: Block): void;
  exact(i: number): Exact;
}

interface Approximation {
  readonly hi: number;
  readonly lo: number;
  readonly bound: number;
}

/** Within 2^-104 of |p| + |q|/√w, unless that is so small that the last bits are lost. */
export function approximation(value: Exact): Approximation {
  if (typeof value === 'number') return { hi: value + 0, lo: 0, bound: 0 };
  const dyadic = approximate(value, 128);
  const { terms, exact } = expand(dyadic, 2);
  const [hi, lo] = terms;
  if (exact) return { hi, lo, bound: 0 };
  const single = value.p.n === 0n || value.q.n === 0n;
  return { hi, lo, bound: single && Math.abs(hi) > 2 ** -900 ? Math.abs(hi) * 2 ** -104 : Infinity };
}

/** Fills a block from exact values. */
export function fillExactly(elements: Pick<Elements, 'exact'>, start: number, n: number, block: Block): void {
  for (let k = 0; k < n; k++) {
    const { hi, lo, bound } = approximation(elements.exact(start + k));
    block.hi[k] = hi;
    block.lo[k] = lo;
    block.bound[k] = bound;
  }
}

function newBlock(): Block {
  return { hi: new Float64Array(chunk), lo: new Float64Array(chunk), bound: new Float64Array(chunk) };
}

function emptyTensor(dtype: DType, shape: readonly number[]): Tensor {
  const length = sizeOf(shape);
  if (dtype === 'float64') return { dtype, shape, data: new Float64Array(length) };
  if (dtype === 'float32') return { dtype, shape, data: new Float32Array(length) };
  return { dtype, shape, data: new Uint16Array(length) };
}

const block = newBlock();
const narrowed = new Float32Array(chunk);
const encoded = new Uint16Array(chunk);

/** One value per element, from the elements of each channel. */
export class ElementTensor implements CertifiedTensor {
  readonly shape: readonly number[];
  readonly #layout: Layout;
  readonly #elements: readonly Elements[];
  #values: { hi: Float64Array; lo: Float64Array } | undefined = undefined;

  constructor(shape: readonly number[], axis: number, elements: readonly Elements[]) {
    this.shape = shape;
    this.#layout = layoutOf(shape, axis);
    this.#elements = elements;
  }

  get hi(): Float64Array {
    return this.#both().hi;
  }

  get lo(): Float64Array {
    return this.#both().lo;
  }

  exact(index: number): Exact {
    const { channels, inner } = this.#layout;
    const row = Math.floor(index / inner);
    const i = Math.floor(row / channels) * inner + (index % inner);
    return this.#elements[row % channels].exact(i);
  }

  round(dtype: DType): Tensor {
    const tensor = emptyTensor(dtype, this.shape);
    const layout = this.#layout;
    for (let c = 0; c < layout.channels; c++) {
      const elements = this.#elements[c];
      for (let start = 0; start < layout.perChannel; start += chunk) {
        const n = Math.min(chunk, layout.perChannel - start);
        elements.fill(start, n, block);
        decisions.rounded += n;
        scatter(roundBlock(dtype, elements, start, n), layout, c, start, n, tensor.data);
      }
    }
    return tensor;
  }

  #both(): { hi: Float64Array; lo: Float64Array } {
    if (this.#values) return this.#values;
    const layout = this.#layout;
    const length = sizeOf(this.shape);
    const values = { hi: new Float64Array(length), lo: new Float64Array(length) };
    for (let c = 0; c < layout.channels; c++) {
      for (let start = 0; start < layout.perChannel; start += chunk) {
        const n = Math.min(chunk, layout.perChannel - start);
        this.#elements[c].fill(start, n, block);
        scatter(block.hi, layout, c, start, n, values.hi);
        scatter(block.lo, layout, c, start, n, values.lo);
      }
    }
    this.#values = values;
    return values;
  }
}

/** Rounds the contents of `block`; the result is in a buffer that the next call overwrites. */
function roundBlock(dtype: DType, elements: Elements, start: number, n: number): Tensor['data'] {
  switch (dtype) {
    case 'float32':
      roundToSingle(elements, start, n);
      return narrowed;
    case 'float64':
      roundToDouble(elements, start, n);
      return block.hi;
    case 'float16':
    case 'bfloat16':
      roundToHalf(dtype, elements, start, n);
      return encoded;
  }
}

function roundToHalf(dtype: 'float16' | 'bfloat16', elements: Elements, start: number, n: number): void {
  const { hi, bound } = block;
  for (let k = 0; k < n; k++) {
    const h = hi[k];
    const f = roundTo(dtype, h);
    const known = certain(h, f, roundTo(dtype, h + (h - f)), bound[k]);
    encoded[k] = encodeBits(dtype, known ? (h === 0 ? 0 : f) : decide(dtype, elements, start + k, h));
  }
}

function roundToSingle(elements: Elements, start: number, n: number): void {
  const { hi, bound } = block;
  for (let k = 0; k < n; k++) {
    const h = hi[k];
    const f = Math.fround(h);
    if (certain(h, f, Math.fround(h + (h - f)), bound[k])) narrowed[k] = h === 0 ? 0 : f;
    else narrowed[k] = decide('float32', elements, start + k, h);
  }
}

function roundToDouble(elements: Elements, start: number, n: number): void {
  const { hi, lo, bound } = block;
  for (let k = 0; k < n; k++) {
    const h = hi[k];
    if (!certainDouble(h, lo[k], bound[k])) hi[k] = decide('float64', elements, start + k, h);
    else if (h === 0) hi[k] = 0;
  }
}

// Constant channels ask for the same value again and again, and it may be a tie each time.
let last: { value: Exact; dtype: DType; rounded: number } | undefined;

function decide(dtype: DType, elements: Elements, i: number, estimate: number): number {
  const value = elements.exact(i);
  if (last && last.value === value && last.dtype === dtype) return last.rounded;
  decisions.exact++;
  const rounded = nearest(dtype, value, estimate);
  last = { value, dtype, rounded };
  return rounded;
}

/** One value per channel. */
export class ChannelTensor implements CertifiedTensor {
  readonly shape: readonly number[];
  readonly #values: readonly Exact[];
  #parts: { hi: Float64Array; lo: Float64Array; bound: Float64Array } | undefined = undefined;

  constructor(values: readonly Exact[]) {
    this.shape = [values.length];
    this.#values = values;
  }

  get hi(): Float64Array {
    return this.#both().hi;
  }

  get lo(): Float64Array {
    return this.#both().lo;
  }

  exact(index: number): Exact {
    return this.#values[index];
  }

  round(dtype: DType): Tensor {
    const tensor = emptyTensor(dtype, this.shape);
    const { hi, lo, bound } = this.#both();
    for (let c = 0; c < hi.length; c++) {
      const value = round(dtype, hi[c], lo[c], bound[c], () => this.#values[c]);
      tensor.data[c] = dtype === 'float16' || dtype === 'bfloat16' ? encodeBits(dtype, value) : value;
    }
    return tensor;
  }

  #both(): Block {
    if (this.#parts) return this.#parts;
    const length = this.#values.length;
    const parts = { hi: new Float64Array(length), lo: new Float64Array(length), bound: new Float64Array(length) };
    for (let c = 0; c < length; c++) {
      const { hi, lo, bound } = approximation(this.#values[c]);
      parts.hi[c] = hi;
      parts.lo[c] = lo;
      parts.bound[c] = bound;
    }
    this.#parts = parts;
    return parts;
  }
}
