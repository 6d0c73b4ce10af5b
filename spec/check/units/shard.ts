/** A part of the units of a run: all shards together have each of them once. */
import type { Unit } from './unit.ts';

/** `3/8` is the third of eight. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

export const formatShard = ({ index, count }: Shard): string => `${index}/${count}`;

const mostShards = 10_000;

/** @returns undefined where it is none */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = /^(\d{1,5})\/(\d{1,5})$/.exec(text)?.map(Number) ?? [];
  return index >= 1 && index <= count && count <= mostShards ? { index, count } : undefined;
}

/** By turns, which begin one later each time: a clause that takes long must not fall to one shard alone. */
export function* inShard(units: Iterable<Unit>, { index, count }: Shard): Generator<Unit> {
  let k = 0;
  for (const unit of units) {
    if ((k + Math.floor(k / count)) % count === index - 1) yield unit;
    k += 1;
  }
}
