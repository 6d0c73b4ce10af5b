/**
 * A clause is an executable requirement of the specification: a sentence, the inputs it is about, and what must hold
 * for them.
 */
import type fc from 'fast-check';
import type { Claims } from '../../terms/contract.ts';
import type { Level } from '../../terms/requirement-level.ts';
import type { AnyOperation } from '../../terms/further-operations.ts';
import type { Aspect } from '../../terms/aspect.ts';
import type { Trial } from './trial.ts';

export interface ClauseDefinition<Case> {
  /** `BN-3.2`: chapter and number, never reused. */
  readonly id: `BN-${number}.${number}`;
  readonly level: Level;
  /** The sentence of spec/batchnorm.md, word for word. */
  readonly says: string;
  /** Operations without which the clause cannot be judged. */
  readonly needs: readonly AnyOperation[];
  /** Whether it is about layers: it needs a target that offers them. */
  readonly ofLayers?: boolean;
  /**
   * The inputs to try, within the claims; undefined where the claims leave none.
   * @param replayPath - of fast-check's commands, where they are generated for a replay
   */
  given(claims: Claims, replayPath?: string): fc.Arbitrary<Case> | undefined;
  /** Inputs that are tried first, with every seed, the smallest first: where a mistake may depend on one value. */
  always?(claims: Claims): readonly Case[];
  /** Calls the implementation and throws at a violation, by means of the trial. */
  holds(trial: Trial, given: Case): Promise<void>;
  /** Aspects that its cases combine, and the level of each in one of them: a campaign counts which levels have met. */
  readonly combines?: {
    aspects(claims: Claims): readonly Aspect[];
    levelsIn(given: Case): readonly number[];
  };
  /** True for clauses of accuracy: the grade comes from these alone. */
  readonly grades?: boolean;
  /** Share of `--runs` that this clause takes. Default 1. */
  readonly effort?: number;
  /** True for clauses about state between calls: the counterexample then includes the earlier calls it depends on. */
  readonly sequence?: boolean;
  /** Whether single values of a counterexample may be replaced by simpler ones. Default true. */
  readonly simplify?: boolean;
}

/** A clause whose type of case is hidden. */
export type Clause = ClauseDefinition<unknown>;

export function clause<Case>(definition: ClauseDefinition<Case>): Clause {
  return definition;
}
