/**
 * Reports an implementation that is right under other conventions: what looks like a mistake may be a difference in
 * conventions.
 */
import type { Clause } from '../check/trial/clause.ts';
import { explore, type ExploreOptions } from '../check/trial/explore.ts';
import { inferConventions } from './infer-conventions.ts';
import { conventionKeys, profileNames, profiles } from '../terms/profiles.ts';
import type { Diagnosis } from '../report/report.ts';
import type { Claims } from '../terms/contract.ts';
import type { Session } from '../check/trial/session.ts';
import type { Target } from '../wire/target.ts';

/** Whether an implementation states its own conventions: then a deviation from them is more likely a mistake. */
export function statesConventions({ claims }: Target): boolean {
  return (
    typeof claims === 'string' || (claims !== undefined && ('momentumWeights' in claims || 'runningVariance' in claims))
  );
}

/**
 * @param failed - the clauses that failed under the session's claims
 * @returns undefined unless all of them pass under the conventions of a framework, which its behaviour shows
 */
export async function profileAdvice(
  session: Session,
  failed: readonly Clause[],
  options: ExploreOptions,
): Promise<Diagnosis | undefined> {
  const { conventions, evidence } = await inferConventions(session.target, session.claims);
  const decided: Partial<Claims> = conventions;
  const changed = conventionKeys.filter((key) => key in decided && decided[key] !== session.claims[key]);
  // An implementation may always offer more than it claims: calls without parameters, and training on single values.
  if (!changed.some((key) => key === 'momentumWeights' || key === 'runningVariance')) return undefined;
  const claims = { ...session.claims, ...conventions };
  const fitting = profileNames.filter(
    (name) =>
      profiles[name].momentumWeights === claims.momentumWeights &&
      profiles[name].runningVariance === claims.runningVariance,
  );
  // A combination that no framework uses is more likely a mistake.
  if (fitting.length === 0) return undefined;
  const observations = session.observations.aside();
  for (const clause of failed) {
    const { verdict } = await explore(clause, { ...session, claims, observations }, options);
    if (verdict === 'fail') return undefined;
  }
  const others = (['momentumWeights', 'runningVariance'] as const).filter((key) => changed.includes(key));
  const named = others.map((key) => `${key} ${claims[key]}`).join(', ');
  return {
    id: 'profile',
    says: `It conforms under other conventions (${named}): use --profile ${fitting.join(' or ')}.`,
    evidence: evidence.filter((sentence) => changed.some((key) => sentence.startsWith(key))).join('; '),
  };
}
