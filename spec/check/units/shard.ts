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

/** By turns, and differently in each round: a clause that takes long must not fall to one shard alone. */
export function* inShard(units: Iterable<Unit>, { index, count }: Shard): Generator<Unit> {
  let k = 0;
  for (const unit of units) {
    const round = 'clause' in unit ? unit.block : 0;
    if ((k++ + round) % count === index - 1) yield unit;
  }
}

/** Names of units by shard, for those who look for one that is missing. */
export function shardOf(name: string, units: Iterable<Unit>, count: number): number | undefined {
  let k = 0;
  for (const unit of units) {
    const round = 'clause' in unit ? unit.block : 0;
    const index = ((k++ + round) % count) + 1;
    if (unit.name === name) return index;
  }
  return undefined;
}
