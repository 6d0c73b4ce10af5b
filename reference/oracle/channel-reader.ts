/** Reads the values of one channel as doubles, in runs, whatever the element type and the place of the channel axis. */
import type { Tensor } from '../../spec/terms/contract.ts';
import { decodeBits, formats } from '../../spec/terms/dtype.ts';
import { elementOf, type Layout } from '../../spec/terms/layout.ts';

/** Elements handled at once: small enough for the first-level cache, large enough to amortize the call. */
export const chunk = 1024;

export interface Reader {
  /** Fills out[0 … n-1] with values start … start + n - 1 of channel c. */
  read(c: number, start: number, n: number, out: Float64Array): void;
  at(c: number, i: number): number;
  /** Bits of the significand of the element type, at most. */
  readonly precision: number;
}

const tables = new Map<string, Float64Array>();

/** Value by bits of a 16-bit type. */
function table(dtype: 'float16' | 'bfloat16'): Float64Array {
  let values = tables.get(dtype);
  if (!values) {
    values = Float64Array.from({ length: 65536 }, (_, bits) => decodeBits(dtype, bits));
    tables.set(dtype, values);
  }
  return values;
}

/** Shares memory with the tensor. */
export function readerOf(tensor: Tensor, layout: Layout): Reader {
  const { dtype, data } = tensor;
  const { precision } = formats[dtype];
  if (dtype === 'float16' || dtype === 'bfloat16') {
    const values = table(dtype);
    return {
      precision,
      read(c, start, n, out) {
        gather(data, layout, c, start, n, out);
        for (let k = 0; k < n; k++) out[k] = values[out[k]];
      },
      at: (c, i) => values[data[elementOf(layout, c, i)]],
    };
  }
  return {
    precision,
    read: (c, start, n, out) => gather(data, layout, c, start, n, out),
    at: (c, i) => data[elementOf(layout, c, i)],
  };
}

type Numbers = Tensor['data'];

function gather(data: Numbers, layout: Layout, c: number, start: number, n: number, out: Float64Array): void {
  const { inner } = layout;
  const skip = (layout.channels - 1) * inner;
  let left = inner - (start % inner);
  let from = elementOf(layout, c, start);
  for (let k = 0; k < n; k++) {
    out[k] = data[from++];
    if (--left === 0) {
      left = inner;
      from += skip;
    }
  }
}

/** The inverse of `read`: writes values[0 … n-1], of the same kind of array, to places start … of channel c. */
export function scatter(values: Numbers, layout: Layout, c: number, start: number, n: number, data: Numbers): void {
  const { inner } = layout;
  if (inner < 64) return scatterOneByOne(values, layout, c, start, n, data);
  for (let done = 0; done < n;) {
    const run = Math.min(n - done, inner - ((start + done) % inner));
    data.set(values.subarray(done, done + run), elementOf(layout, c, start + done));
    done += run;
  }
}

function scatterOneByOne(values: Numbers, layout: Layout, c: number, start: number, n: number, data: Numbers): void {
  const { inner } = layout;
  const skip = (layout.channels - 1) * inner;
  let left = inner - (start % inner);
  let to = elementOf(layout, c, start);
  for (let k = 0; k < n; k++) {
    data[to++] = values[k];
    if (--left === 0) {
      left = inner;
      to += skip;
    }
  }
}
