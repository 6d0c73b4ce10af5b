/** The scorecard as data: what was measured, part by part, in scorecard.json beside this file. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeWholeFile } from '../../../spec/wire/write-file.ts';
import type { ClassRecord } from '../honest/use-of-bounds.ts';
import type { MutantScore, NamedScore } from './score-mutant.ts';

export interface Scorecard {
  /** Clauses of each level, and cases that one check judges with the default seed. */
  readonly suite: { readonly spec: string; readonly must: number; readonly should: number; readonly cases: number };
  /** Every mutant that must be killed. */
  readonly mutants: readonly MutantScore[];
  /** The same under other conventions, where they are mistakes there, too. Absent until it is measured. */
  readonly conventions?: readonly NamedScore[];
  /** Some of them, diagnosed after a whole check. Absent until it is measured. */
  readonly checks?: readonly NamedScore[];
  /** Pairs of mutants at once. */
  readonly composites: readonly CompositeScore[];
  /** Seeds 1 to `count`, and the mutants that survive some of them. */
  readonly seeds: { readonly count: number; readonly survivors: Readonly<Record<string, readonly number[]>> };
  readonly suites: readonly SuiteScore[];
  /** Honest arithmetic, class by class. */
  readonly honest: readonly ClassRecord[];
}

export interface CompositeScore {
  readonly ids: readonly [string, string];
  readonly killed: boolean;
  readonly named: readonly string[];
}

/** Results of another project's tests on the same mutants. */
export interface SuiteScore {
  readonly name: string;
  /** Mutants that must be killed and change the operation which these tests call. */
  readonly of: number;
  readonly killed: number;
  /** Honest classes in float32 that these tests reject. */
  readonly rejected: readonly string[];
}

const file = new URL('scorecard.json', import.meta.url);

export const loadScorecard = (): Scorecard => JSON.parse(readFileSync(file, 'utf8')) as Scorecard;

export function saveScorecard(scorecard: Scorecard): void {
  writeWholeFile(fileURLToPath(file), `${JSON.stringify(scorecard, null, 1)}\n`);
}
