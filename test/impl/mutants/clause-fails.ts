/** Whether a clause fails an implementation: the same cases as in a check, without shrinking the first failure. */
import fc from 'fast-check';
import { reference } from '../../../reference/oracle.ts';
import { seedFor } from '../../../spec/cases/random.ts';
import type { Clause } from '../../../spec/check/trial/clause.ts';
import { plan } from '../../../spec/check/trial/explore.ts';
import type { AnyExchange } from '../../../spec/check/trial/exchange.ts';
import { Observations } from '../../../spec/check/trial/observations.ts';
import { Falsified, NotApplicable } from '../../../spec/check/trial/clause-exceptions.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import type { Session } from '../../../spec/check/trial/session.ts';
import { Trial } from '../../../spec/check/trial/trial.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

export function sessionOf(implementation: Implementation): Session {
  const claims = resolveClaims(implementation.claims);
  const required = claims.grade === 'wrong' ? 'stable' : claims.grade;
  return { target: targetOf(implementation), reference, claims, required, observations: new Observations() };
}

export interface Objection {
  readonly says: string;
  /** The calls of the case, in order. */
  readonly exchanges: readonly AnyExchange[];
}

/** @returns undefined where the clause has no objection */
export async function objectionOf(
  clause: Clause,
  session: Session,
  seed: number,
  runs: number,
): Promise<Objection | undefined> {
  const given = clause.given(session.claims);
  if (given === undefined || (clause.ofLayers === true && session.target.layer === undefined)) return undefined;
  const { operations, further = [] } = session.target;
  const offered = new Set<string>([...operations, ...further]);
  if (clause.needs.some((operation) => !offered.has(operation))) return undefined;
  let objection: Objection | undefined;
  const property = fc.asyncProperty(given, async (subject) => {
    const trial = new Trial(session);
    try {
      await clause.holds(trial, subject);
      return true;
    } catch (error) {
      if (error instanceof NotApplicable) return true;
      if (!(error instanceof Falsified)) throw error;
      objection = { says: error.message, exchanges: trial.exchanges };
      return false;
    }
  });
  const { failed, errorInstance } = await fc.check(property, {
    seed: seedFor(seed, clause.id),
    ...plan(clause, session.claims, runs),
    endOnFailure: true,
  });
  if (failed && objection === undefined) throw errorInstance;
  return objection;
}
