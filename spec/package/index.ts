/** `import … from 'bnspec'`: a check from code, and the vocabulary of the suite. */
import { clauses as all } from '../clauses/index.ts';
import type { Level } from '../terms/requirement-level.ts';
import { operations as names, snakeCase } from '../terms/operations.ts';

export { check, type CheckHooks } from './check.ts';
export type { CheckOptions, TargetLike } from './options.ts';
export { profiles } from '../terms/profiles.ts';
export type * from '../terms/contract.ts';
export type {
  ClauseReport,
  ClauseVerdict,
  Counterexample,
  Diagnosis,
  OpenReason,
  OperationEvidence,
  Report,
  Worst,
} from '../report/report.ts';
export type { KnownFailure } from '../check/known-failures.ts';
export type { Level } from '../terms/requirement-level.ts';

/** One requirement of the specification. */
export interface ClauseSummary {
  /** `BN-3.2`: chapter and number, never reused. */
  readonly id: string;
  readonly level: Level;
  /** The sentence of the specification, word for word. */
  readonly says: string;
  /** Operations without which it cannot be judged. */
  readonly needs: readonly string[];
}

/** All requirements, in the order of the specification. */
export const clauses: readonly ClauseSummary[] = all.map(({ id, level, says, needs }) => ({
  id,
  level,
  says,
  needs,
}));

/** Names of the operations: as methods of an implementation, and as they travel and are printed. */
export const operations: readonly { readonly method: string; readonly name: string }[] = names.map((method) => ({
  method,
  name: snakeCase(method),
}));
