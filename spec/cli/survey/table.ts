/** The status table as data: without times, so that one seed gives the same bytes. */
import type { Grade } from '../../terms/contract.ts';
import type { JsonNumber } from '../../report/json-number.ts';
import type { Report } from '../../report/report.ts';

/** A clause that does not pass, and the smallest input that shows it. */
export interface SurveyFinding {
  readonly clause: string;
  readonly level: string;
  readonly says: string;
  readonly verdict: string;
  /** Reason why the failure was expected. */
  readonly known?: { readonly reason: string; readonly thread?: string };
  /** The shrunk case, expected against actual, and the command that reproduces it. */
  readonly details: readonly string[];
}

export interface HardestInput {
  readonly K: JsonNumber;
  readonly clause: string;
  /** `y[0, 3] of train_forward, x float32[3,2], epsilon 1`. */
  readonly input: string;
  readonly again: string;
}

/** An implementation that was checked. */
export interface CheckedRow {
  readonly name: string;
  readonly what: string;
  readonly language: string;
  readonly status: 'checked';
  /** Empty where the implementation does not state it. */
  readonly version: string;
  /** In snake case, as on the wire. */
  readonly operations: readonly string[];
  readonly dtypes: readonly string[];
  readonly verdict: Report['verdict'];
  readonly grade: Grade | null;
  readonly required: Grade;
  /** Share of the valid calls of each operation that was answered. */
  readonly answered?: Readonly<Record<string, number>>;
  /** Gaps in the evidence for a verdict, one sentence each. */
  readonly missing?: readonly string[];
  /** Cases per clause. */
  readonly runs: number;
  readonly worst?: HardestInput;
  /** Conventions inferred from its behaviour, with the evidence. */
  readonly conventions: readonly string[];
  /** Clauses by verdict. */
  readonly passed: number;
  readonly failed: readonly string[];
  readonly known: readonly string[];
  readonly noted: readonly string[];
  /** Without those of operations that are not offered. */
  readonly notApplicable: readonly string[];
  readonly notJudged: readonly string[];
  readonly unexpected: readonly string[];
  readonly findings: readonly SurveyFinding[];
  readonly diagnosis: readonly string[];
  readonly command: string;
}

/** An implementation that could not be checked here. */
export interface UncheckedRow {
  readonly name: string;
  readonly what: string;
  readonly language: string;
  readonly status: 'not here' | 'could not start';
  readonly why: string;
  readonly command: string;
}

export type Row = CheckedRow | UncheckedRow;

export interface Table {
  readonly suite: { readonly version: string; readonly spec: string };
  readonly seed: number;
  readonly runs: number;
  readonly rows: readonly Row[];
}

/**
 * Parts that may change with the machine without any difference in the library: errors of single elements, and the
 * result of shrinking.
 */
const volatileKeys: ReadonlySet<string> = new Set([
  'what',
  'worst',
  'findings',
  'diagnosis',
  'command',
  'conventions',
  'passed',
  'answered',
  'missing',
]);

/** Sums in another order, as with another vector width, may decide whether a SHOULD on accuracy passes. */
const ofAccuracy = (clause: string): boolean => clause.startsWith('BN-12.');

/** One line for each way in which a row differs from the committed one. */
export function differences(committed: Row | undefined, now: Row): string[] {
  if (committed === undefined) return [`${now.name}: not in the committed table`];
  const [a, b] = [stable(committed), stable(now)];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys
    .filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]))
    .map((key) => `${now.name}: ${key} is ${JSON.stringify(b[key])}, committed ${JSON.stringify(a[key])}`);
}

function stable(row: Row): Record<string, unknown> {
  const kept = Object.entries(row).filter(([key]) => !volatileKeys.has(key));
  if (row.status !== 'checked') return Object.fromEntries(kept);
  return {
    ...Object.fromEntries(kept),
    // 2.13.0+cpu and 2.13.0 are builds of one version.
    version: row.version.split('+')[0],
    noted: row.noted.filter((clause) => !ofAccuracy(clause)),
    conventions: row.conventions.map(conventionName),
  };
}

/** `momentumWeights old: with momentum 0.25 …` → `momentumWeights old`. */
export const conventionName = (evidence: string): string => evidence.slice(0, evidence.indexOf(':'));
