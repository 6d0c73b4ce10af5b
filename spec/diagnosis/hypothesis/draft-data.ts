/** Kinds of values that the arguments of a draft may have, each with a property that some mistake asks for. */
import type { Random } from '../../cases/random.ts';
import type { DType } from '../../terms/contract.ts';
import { formats } from '../../terms/dtype.ts';

interface Column {
  readonly random: Random;
  readonly c: number;
  readonly m: number;
  readonly type: DType;
}

const drawn = ({ random, m }: Column, scale: number, middle: number): number[] =>
  Array.from({ length: m }, () => middle + scale * random.normal());

const ordinary = (column: Column): number[] => drawn(column, [0.7, 3, 9][column.c % 3], [1.5, -4, 17][column.c % 3]);

const edited = (column: Column, edit: (values: number[]) => void): number[] => {
  const values = ordinary(column);
  edit(values);
  return values;
};

/** Kinds of values of one channel of x or dy. */
export type ColumnKind =
  | 'ordinary'
  | 'centred'
  | 'zeros'
  | 'constant'
  | 'equal ends'
  | 'positive'
  | 'negative'
  | 'integers'
  | 'around a mean'
  | 'offset'
  | 'small'
  | 'tiny'
  | 'subnormal'
  | 'large'
  | 'NaN'
  | 'infinite';

export const columnFills: Readonly<Record<ColumnKind, (column: Column) => number[]>> = {
  ordinary,
  centred: (column: Column) => drawn(column, 1.3, 0),
  zeros: (column: Column) => ordinary(column).map((value, i) => (i % 3 === 1 ? 0 : value)),
  constant: ({ m, c }: Column) => Array.from<number>({ length: m }).fill(c + 2.5),
  'equal ends': (column: Column) =>
    edited(column, (values) => {
      for (const i of [values.length >> 1, values.length - 1]) values[i] = values[0];
    }),
  positive: (column: Column) => ordinary(column).map((value) => Math.abs(value) + 0.1),
  negative: (column: Column) => ordinary(column).map((value) => -Math.abs(value) - 0.1),
  integers: ({ random, m }: Column) => Array.from({ length: m }, () => Math.round(6 * random.normal())),
  'around a mean': ({ m, c }: Column) => Array.from({ length: m }, (_, i) => c + 3 + (i % 2 === 0 ? 1 : -1) * (i >> 1)),
  offset: (column: Column) => drawn(column, 0.5, column.type === 'float32' || column.type === 'float64' ? 1e3 : 60),
  small: (column: Column) => drawn(column, 1e-3, 1e-3),
  tiny: (column: Column) => drawn(column, 1e-8, 1e-8),
  subnormal: (column: Column) =>
    drawn(column, 1, 0.5).map((value) => value * formats[column.type].smallestNormal * 0.2),
  large: (column: Column) =>
    drawn(column, 1, 0.5).map((value) => value * Math.sqrt(formats[column.type].largest) * 2 ** -4),
  NaN: (column: Column) => edited(column, (values) => void (values[values.length >> 1] = Number.NaN)),
  infinite: (column: Column) => edited(column, (values) => void (values[values.length - 1] = Infinity)),
};

interface Entry {
  readonly random: Random;
  readonly c: number;
  readonly type: DType;
  /** Whether negative values make no sense. */
  readonly positive: boolean;
}

const usual = ({ random, c, positive }: Entry): number => {
  const size = [1.7, 0.6, 2.3, 0.9, 3.1][c % 5] + 0.4 * random.uniform();
  return !positive && random.uniform() < 0.5 ? -size : size;
};

/** Kinds of values of gamma, beta or a statistic. */
export type VectorKind =
  | 'ordinary'
  | 'ones'
  | 'zeros'
  | 'first 0'
  | 'equal'
  | 'positive'
  | 'negative'
  | 'small'
  | 'large'
  | 'huge'
  | 'NaN'
  | 'infinite'
  | 'a value of x';

export const vectorFills: Readonly<Record<VectorKind, (entry: Entry) => number>> = {
  ordinary: usual,
  ones: () => 1,
  zeros: () => 0,
  'first 0': (entry: Entry) => (entry.c === 0 ? 0 : usual(entry)),
  equal: () => 0.75,
  positive: (entry: Entry) => Math.abs(usual(entry)),
  negative: (entry: Entry) => -Math.abs(usual(entry)),
  small: (entry: Entry) => 1e-3 * usual(entry),
  large: (entry: Entry) => 2000 * usual(entry),
  huge: (entry: Entry) => (entry.type === 'float16' ? 2e4 : 1e9) * usual(entry),
  NaN: (entry: Entry) => (entry.c === 0 ? Number.NaN : usual(entry)),
  infinite: (entry: Entry) => (entry.c === 0 ? Infinity : usual(entry)),
  'a value of x': usual,
};
