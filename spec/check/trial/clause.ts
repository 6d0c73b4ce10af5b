/** A clause is one requirement of the text that runs: a sentence, the inputs it speaks of, and what must hold for them. */
import type fc from 'fast-check';
import type { Claims } from '../../terms/contract.ts';
import type { Level } from '../../terms/level.ts';
import type { Operation } from '../../terms/operations.ts';
import type { Trial } from './trial.ts';

export interface ClauseDefinition<Case> {
  /** `BN-3.2`: chapter and number, never reused. */
  readonly id: `BN-${number}.${number}`;
  readonly level: Level;
  /** The sentence of spec/batchnorm.md, word for word. */
  readonly says: string;
  /** Operations without which the clause cannot be judged. */
  readonly needs: readonly Operation[];
  /** The inputs to try, within the claims; undefined where the claims leave none. */
  given(claims: Claims): fc.Arbitrary<Case> | undefined;
  /** Inputs that are tried first, with every seed, the smallest first: where a mistake may sit at one value alone. */
  always?(claims: Claims): readonly Case[];
  /** Calls the implementation and objects by throwing, with the means of the trial. */
  holds(trial: Trial, given: Case): Promise<void>;
  /** Share of `--runs` that this clause takes. Default 1. */
  readonly effort?: number;
  /** Is it about what is kept from one call to the next? Then a case that fails after others only is shown with what it needs. */
  readonly sequence?: boolean;
  /** May single values of a counterexample be replaced by simpler ones? Default true. */
  readonly simplify?: boolean;
}

/** A clause whose cases only it understands. */
export type Clause = ClauseDefinition<unknown>;

export function clause<Case>(definition: ClauseDefinition<Case>): Clause {
  return definition;
}
