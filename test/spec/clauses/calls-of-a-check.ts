/** Every call that a check makes of an implementation with given claims. */
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Steps } from '../../../impl/plain/steps.ts';
import { reference } from '../../../reference/oracle.ts';
import type { Clause } from '../../../spec/check/trial/clause.ts';
import { explore } from '../../../spec/check/trial/explore.ts';
import { Observations } from '../../../spec/check/trial/observations.ts';
import type { Session } from '../../../spec/check/trial/session.ts';
import type { Claims } from '../../../spec/terms/contract.ts';
import { isOfBatch } from '../../../spec/terms/further-operations.ts';
import type { Calls, Operation } from '../../../spec/terms/operations.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import type { Target } from '../../../spec/wire/target.ts';

export interface Asked {
  readonly operation: Operation;
  readonly call: Calls[Operation];
}

/** A target that keeps what it is asked. */
export function recording(claims: Claims, changes: Partial<Steps> = {}): { target: Target; asked: Asked[] } {
  const inner = targetOf(implementationOf('recording', changes, claims));
  const asked: Asked[] = [];
  const target: Target = {
    ...inner,
    call: (operation, call) => {
      if (isOfBatch(operation)) asked.push({ operation, call: call as Calls[Operation] });
      return inner.call(operation, call);
    },
  };
  return { target, asked };
}

/** All calls of these clauses, by clause. */
export async function askedBy(
  clauses: readonly Clause[],
  claims: Claims,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): Promise<ReadonlyMap<Clause, readonly Asked[]>> {
  const { target, asked } = recording(claims);
  const session: Session = { target, reference, claims, required: 'cancelling', observations: new Observations() };
  const found = new Map<Clause, readonly Asked[]>();
  for (const clause of clauses) {
    await explore(clause, session, { seed, runs });
    found.set(clause, asked.splice(0));
  }
  return found;
}
