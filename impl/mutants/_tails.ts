/** Where vectors of a fixed width do not fit: the rest of a row or of a channel. */
import type { Layout } from '../../spec/terms/layout.ts';

/** Whether this flat index is among the last (inner mod width) positions of its row. */
export const inRowTail = ({ inner }: Layout, index: number, width: number): boolean =>
  index % inner >= inner - (inner % width);

/** The part of a channel that whole vectors cover. */
export const wholeVectors = (x: Float64Array, width: number): Float64Array =>
  x.subarray(0, x.length - (x.length % width));
