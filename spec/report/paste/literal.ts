/** Shared by the forms for pasting: the values of a tensor as text, or its bits where no number stands for them. */
import type { DType, Tensor } from '../../terms/contract.ts';
import { formats } from '../../terms/dtype.ts';
import { bytesOf, valuesOf } from '../../terms/tensor.ts';
import { decimal } from '../number-forms.ts';

/** The bits of each element, as `0x7fc00000`. */
export function hexadecimals(tensor: Tensor): string[] {
  const width = formats[tensor.dtype].bytes;
  const bytes = Buffer.from(bytesOf(tensor));
  return Array.from({ length: tensor.data.length }, (_, i) => {
    const littleEndian = bytes.subarray(i * width, (i + 1) * width);
    return `0x${Buffer.from(littleEndian.toReversed()).toString('hex')}`;
  });
}

/** NaN as languages write it. Its other bit patterns have no literal. */
const plainNaN: Readonly<Record<DType, string>> = {
  float16: '0x7e00',
  bfloat16: '0x7fc0',
  float32: '0x7fc00000',
  float64: '0x7ff8000000000000',
};

/** Whether a NaN among the values has other bits than one that is written as a number. */
export function hasOddNaN(tensor: Tensor): boolean {
  const bits = hexadecimals(tensor);
  return valuesOf(tensor).some((value, i) => Number.isNaN(value) && bits[i] !== plainNaN[tensor.dtype]);
}

/** Each value in decimal, as JavaScript writes it. */
export const decimals = (tensor: Tensor): string[] =>
  Array.from(valuesOf(tensor), (value) => decimal(value, tensor.dtype));

/** Most values that are said again in decimal beside their bits. */
const mostRepeated = 16;

/** `1, -0, NaN`, for a comment. */
export function inDecimal(tensor: Tensor): string {
  const { length } = tensor.data;
  return length > mostRepeated ? `${length} values` : decimals(tensor).join(', ');
}

/** Longest line of values. */
const width = 100;

/** Joins items with commas, over as many lines as they take; further lines are indented. */
export function list(items: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    if (line !== '' && line.length + item.length + 2 > width) {
      lines.push(`${line},`);
      line = '';
    }
    line += line === '' ? item : `, ${item}`;
  }
  return [...lines, line].join(`\n${indent}`);
}
