/** Implementations that remember, and what is told of them. */
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { nameMistakes } from '../../../spec/diagnosis/name-mistakes.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import type { Mutant } from '../../../spec/terms/mutant.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

export const right: ReturnType<typeof implementationOf> = implementationOf('');

/** @param make - returns a fresh copy, with no state from earlier calls */
export function told(make: () => Implementation, bank: readonly Mutant[] = []): Promise<readonly Diagnosis[]> {
  return nameMistakes({ target: targetOf(make()), reference, claims: resolveClaims(right.claims) }, [], {
    bank,
    open: () => Promise.resolve(targetOf(make())),
  });
}

/** Epsilon of the first call stays. */
export const withFirstEpsilon = (): Implementation => {
  let epsilon: number | undefined;
  return {
    ...right,
    inferForward: (call) => {
      epsilon ??= call.epsilon;
      return right.inferForward({ ...call, epsilon });
    },
  };
};
