/** An output laid out for viewing: one block per channel, a row per sample of the batch, a column per position. */
import type { Tensor } from '../../terms/contract.ts';
import { coordinates, layoutOf } from '../../terms/layout.ts';
import type { AnyTensor } from '../../terms/further-operations.ts';
import { elementwise, type TensorName } from '../../terms/operations.ts';

export interface Block {
  readonly title: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Flat index of the element in each row and column. */
  readonly cells: readonly (readonly number[])[];
}

export interface Grid {
  readonly blocks: readonly Block[];
  readonly rowsAre: string;
  readonly columnsAre: string;
  /** Number of elements shown, and of all elements. */
  readonly shown: number;
  readonly total: number;
}

/** Few enough columns that the element that failed is in sight without scrolling. */
const most = { rows: 12, columns: 8, blocks: 8, cells: 240 } as const;

const isOverElements = (name: AnyTensor): boolean => elementwise.has(name as TensorName);

/** @param focus - flat index of the element that must be among those shown */
export function gridOf(output: AnyTensor, { shape }: Tensor, x: Tensor, axis: number, focus: number): Grid {
  const total = shape.reduce((a, b) => a * b, 1);
  if (!isOverElements(output) || shape.join() !== x.shape.join()) {
    const columns = window(total, most.columns, focus);
    const cells = [columns];
    const block = { title: '', rows: [''], columns: columns.map(String), cells };
    return {
      blocks: [block],
      rowsAre: '',
      columnsAre: shape.length > 1 ? 'element' : 'channel',
      shown: columns.length,
      total,
    };
  }
  const { channels, perChannel: m } = layoutOf(shape, axis);
  const samples = sizeWithout(shape, axis).at(0) ?? 1;
  const positions = m / samples;
  const at = placeIn(shape, axis, focus);
  const rows = window(samples, most.rows, at.sample);
  const columns = window(positions, most.columns, at.position);
  const room = Math.max(1, Math.floor(most.cells / (rows.length * columns.length)));
  const shownChannels = window(channels, Math.min(most.blocks, room), at.channel);
  const blocks = shownChannels.map((c) => ({
    title: `channel ${c}`,
    rows: rows.map(String),
    columns: columns.map((position) => positionName(sizeWithout(shape, axis).slice(1), position)),
    cells: rows.map((sample) => columns.map((position) => flatIndex(shape, axis, c, sample * positions + position))),
  }));
  const shown = rows.length * columns.length * shownChannels.length;
  return { blocks, rowsAre: 'batch', columnsAre: 'position', shown, total };
}

/** Sizes of all axes except the channel axis: the first is the batch, the others make up the position. */
const sizeWithout = (shape: readonly number[], axis: number): number[] => shape.filter((_, k) => k !== axis);

function placeIn(
  shape: readonly number[],
  axis: number,
  index: number,
): Record<'channel' | 'sample' | 'position', number> {
  const at = coordinates(shape, index);
  const [sample = 0, ...rest] = at.filter((_, k) => k !== axis);
  const sizes = sizeWithout(shape, axis).slice(1);
  return { channel: at[axis], sample, position: rest.reduce((flat, value, k) => flat * sizes[k] + value, 0) };
}

/** Flat index of value i of channel c, where i runs over the other axes in order. */
function flatIndex(shape: readonly number[], axis: number, c: number, i: number): number {
  const at = coordinates(sizeWithout(shape, axis), i);
  return [...at.slice(0, axis), c, ...at.slice(axis)].reduce((flat, value, k) => flat * shape[k] + value, 0);
}

/** `width` neighbouring numbers below `size`, around `focus` where not all fit. */
function window(size: number, width: number, focus: number): number[] {
  const count = Math.min(size, width);
  const from = Math.max(0, Math.min(size - count, focus - Math.floor(count / 2)));
  return Array.from({ length: count }, (_, k) => from + k);
}

/** `3, 1` in a plane, `3` in a row: axes of length 1 are left out. */
const positionName = (sizes: readonly number[], position: number): string =>
  coordinates(sizes, position)
    .filter((_, k) => sizes[k] > 1)
    .join(', ') || '0';

/**
 * Column headings for the place of an element: batch, channel and position for y and dx, only the channel for other
 * outputs.
 */
export function placeWords(output: AnyTensor, shape: readonly number[]): readonly string[] {
  if (isOverElements(output)) return ['batch', 'channel', 'position'];
  return [shape.length > 1 ? 'element' : 'channel'];
}

/** Cells under these headings for one element. */
export function placeCells(output: AnyTensor, shape: readonly number[], axis: number, index: number): string[] {
  if (!isOverElements(output)) return [shape.length > 1 ? `[${coordinates(shape, index).join(', ')}]` : String(index)];
  const { channel, sample, position } = placeIn(shape, axis, index);
  return [String(sample), String(channel), positionName(sizeWithout(shape, axis).slice(1), position)];
}
