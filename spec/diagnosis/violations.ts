/**
 * Violations in the target's answers, sorted by operation and output: authors make one mistake in one place, or in
 * several.
 */
import type { Operation } from '../terms/operations.ts';
import type { Agreement, Expectation, Result } from './probe-answers.ts';
import type { Probe } from './probes.ts';

/** One output of one operation. Numbers are indices into the list of results. */
export interface Scope {
  readonly operation: Operation;
  readonly output: Result['name'];
  readonly missed: readonly number[];
  readonly right: readonly number[];
}

export interface Findings {
  readonly results: readonly Result[];
  readonly probes: number;
  /** Violations that must be explained. */
  readonly missed: readonly number[];
  /** Scopes with a violation. */
  readonly scopes: readonly Scope[];
  /** Scopes without one. */
  readonly sound: readonly Scope[];
  /**
   * Edge cases (NaN, ±∞): violations that are reported but not used for matching. Different mistakes often do the same
   * to a single value, so it identifies none of them.
   */
  readonly edges: readonly Scope[];
}

/** Edge cases are not used for matching, unless there are no other violations. */
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
  /** Violations on which an answer agrees, and those of them for which it accounts. */
  readonly agreed: number;
  readonly explained: number;
  /** Results that it gets wrong and the target gets right. */
  readonly extra: number;
}

export function partOf({ missed, right }: Scope, { agrees, explains }: Agreement): Part {
  return {
    agreed: missed.filter((i) => agrees[i]).length,
    explained: missed.filter((i) => agrees[i] && explains[i]).length,
    extra: right.filter((i) => !agrees[i]).length,
  };
}
