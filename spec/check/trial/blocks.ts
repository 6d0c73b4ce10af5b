/**
 * The cases of a clause in blocks, each with a seed of its own: no block needs to know what another has found, so they can be
 * judged by different processes, at different times and on different machines.
 */
import type { Clause } from './clause.ts';

export const casesPerBlock = 250;

/** Generated cases of a clause, those that always come first apart. */
export const casesOf = ({ effort = 1 }: Pick<Clause, 'effort'>, runs: number): number =>
  Math.max(1, Math.round(runs * effort));

export const blocksOf = (clause: Pick<Clause, 'effort'>, runs: number): number =>
  Math.ceil(casesOf(clause, runs) / casesPerBlock);

/** The last one may be smaller than the others. */
export const casesIn = (block: number, clause: Pick<Clause, 'effort'>, runs: number): number =>
  Math.min(casesPerBlock, casesOf(clause, runs) - block * casesPerBlock);

/** From which the seed of the block is made: the first block has that of the clause. */
export const blockName = (id: string, block: number): string => (block === 0 ? id : `${id}#${block}`);
