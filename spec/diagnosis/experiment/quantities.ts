/** Numbers of a call that formulas confuse, and ways in which a number loses digits. */
import type { DType } from '../../terms/contract.ts';
import { formats, roundTo } from '../../terms/dtype.ts';
import type { Channel } from './model.ts';

export interface Quantity {
  readonly says: string;
  readonly of: (k: Channel) => number;
}

const last = ({ call: { x } }: Channel): number => x.shape[x.shape.length - 1];
const m = ({ layout }: Channel): number => layout.perChannel;
const up = (value: number, width: number): number => Math.ceil(value / width) * width;

/** Vectors, warps and blocks. */
export const widths: readonly number[] = [2, 4, 8, 16, 32, 64, 128, 256];

/** Numbers that may stand in the place of m. */
export const counts: readonly Quantity[] = [
  { says: 'C', of: ({ layout }) => layout.channels },
  { says: 'N', of: ({ layout }) => layout.outer },
  { says: 'S', of: ({ layout }) => layout.inner },
  { says: 'm - 1', of: (k) => m(k) - 1 },
  { says: 'm + 1', of: (k) => m(k) + 1 },
  { says: 'm - 2', of: (k) => m(k) - 2 },
  { says: 'N·C', of: ({ layout }) => layout.outer * layout.channels },
  { says: 'S·C', of: ({ layout }) => layout.inner * layout.channels },
  { says: 'N·S·C', of: (k) => m(k) * k.layout.channels },
  { says: 'the length of the first axis', of: ({ call }) => call.x.shape[0] },
  { says: 'the length of the last axis', of: last },
  { says: 'm without the last axis', of: (k) => m(k) / last(k) },
  { says: 'm without the first axis', of: (k) => m(k) / k.call.x.shape[0] },
  ...widths.flatMap((width): Quantity[] => [
    { says: `m rounded up to a multiple of ${width}`, of: (k) => up(m(k), width) },
    { says: `m rounded down to a multiple of ${width}`, of: (k) => m(k) - (m(k) % width) },
    { says: `m with rows padded to a multiple of ${width}`, of: (k) => (m(k) / last(k)) * up(last(k), width) },
  ]),
];

export interface Loss {
  readonly says: string;
  readonly of: (value: number) => number;
}

/** To p significant bits, ties to even, with any exponent. */
export function toBits(value: number, p: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  const step = 2 ** (Math.floor(Math.log2(Math.abs(value))) - p + 1);
  const [whole, rest] = [Math.floor(value / step), value / step - Math.floor(value / step)];
  return (rest > 0.5 || (rest === 0.5 && whole % 2 !== 0) ? whole + 1 : whole) * step;
}

const narrow: readonly DType[] = ['bfloat16', 'float16', 'float32'];

export const roundings: readonly Loss[] = narrow.map((type) => ({
  says: `rounded to ${type}`,
  of: (value) => roundTo(type, value),
}));

export const losses: readonly Loss[] = [
  ...roundings,
  ...Array.from({ length: 20 }, (_, i) => 5 + i).map((p) => ({
    says: `good to ${p} bits`,
    of: (value: number) => toBits(value, p),
  })),
];

/** Towards zero. */
export function truncatedTo(type: DType, value: number): number {
  const rounded = roundTo(type, value);
  if (!Number.isFinite(rounded) || Math.abs(rounded) <= Math.abs(value)) return rounded;
  const { precision, smallest } = formats[type];
  const ulp = Math.max(2 ** (Math.floor(Math.log2(Math.abs(value))) - precision + 1), smallest);
  return rounded - Math.sign(value) * ulp;
}
