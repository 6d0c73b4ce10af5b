/** What the target's answers miss, sorted by operation and output: authors make one mistake in one place, or in several. */
import type { Operation } from '../terms/operations.ts';
import type { Agreement, Expectation, Result } from './answers.ts';
import type { Probe } from './probes.ts';

/** One output of one operation. Numbers are places in the list of results. */
export interface Scope {
  readonly operation: Operation;
  readonly output: Result['name'];
  readonly missed: readonly number[];
  readonly right: readonly number[];
}

export interface Findings {
  readonly results: readonly Result[];
  readonly probes: number;
  /** Results that miss the text and must be explained. */
  readonly missed: readonly number[];
  /** The scopes in which something is missed. */
  readonly scopes: readonly Scope[];
  /** Those in which nothing is. */
  readonly sound: readonly Scope[];
  /**
   * Numbers that are none, where they are missed and decide nothing. What one mistake makes of a single value is often what
   * another does, so that nothing is read from it.
   */
  readonly edges: readonly Scope[];
}

/** Edges decide nothing, except where only they are missed. */
export function findingsOf(
  results: readonly Result[],
  probes: readonly Probe[],
  expectations: readonly (Expectation | undefined)[],
): Findings {
  const all = results.map((_, i) => i);
  const isEdge = (i: number): boolean => expectations[results[i].probe]?.edge !== undefined;
  const inside = all.filter((i) => !isEdge(i));
  const counted = inside.some((i) => results[i].missed) ? inside : all;
  const special = all.filter((i) => expectations[results[i].probe]?.edge === 'special');
  const every = scopesOf(counted, results, probes);
  return {
    results,
    probes: probes.length,
    missed: counted.filter((i) => results[i].missed),
    scopes: every.filter(isMissed),
    sound: every.filter((scope) => !isMissed(scope)),
    edges: counted === all ? [] : scopesOf(special, results, probes).filter(isMissed),
  };
}

const isMissed = ({ missed }: Scope): boolean => missed.length > 0;

function scopesOf(places: readonly number[], results: readonly Result[], probes: readonly Probe[]): Scope[] {
  const scopes = new Map<string, { operation: Operation; output: Result['name']; missed: number[]; right: number[] }>();
  for (const i of places) {
    const { probe, name: output, missed } = results[i];
    const { operation } = probes[probe];
    const key = `${operation}.${output}`;
    if (!scopes.has(key)) scopes.set(key, { operation, output, missed: [], right: [] });
    scopes.get(key)![missed ? 'missed' : 'right'].push(i);
  }
  return [...scopes.values()];
}

export interface Part {
  /** Misses on which an answer agrees, and those of them for which it accounts. */
  readonly agreed: number;
  readonly explained: number;
  /** Results that it gets wrong where the target does not. */
  readonly extra: number;
}

export function partOf({ missed, right }: Scope, { agrees, explains }: Agreement): Part {
  return {
    agreed: missed.filter((i) => agrees[i]).length,
    explained: missed.filter((i) => agrees[i] && explains[i]).length,
    extra: right.filter((i) => !agrees[i]).length,
  };
}
