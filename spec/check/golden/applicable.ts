/** Whether a recorded case is within the claims of an implementation. */
import type { Claims } from '../../terms/contract.ts';
import type { Fixture } from '../../terms/fixture.ts';
import { layoutOf } from '../../terms/layout.ts';
import type { NamedTensors } from '../../terms/named-tensors.ts';
import { isTraining } from '../../terms/operations.ts';
import { withinClaims } from '../../terms/within-claims.ts';

export function applicable({ operation, call, conventions }: Fixture, claims: Claims): boolean {
  const given: NamedTensors = call;
  const single = layoutOf(call.x.shape, call.axis).perChannel === 1 && isTraining(operation);
  return (
    withinClaims(operation, call, claims) &&
    !(single && claims.singleValue === 'rejected') &&
    (given.runningMean === undefined || sameConventions(conventions, claims))
  );
}

/** These affect only the running statistics. */
const sameConventions = (a: Fixture['conventions'], b: Fixture['conventions']): boolean =>
  a.momentumWeights === b.momentumWeights && a.runningVariance === b.runningVariance;
