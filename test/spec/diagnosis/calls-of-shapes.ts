/** Answered calls of shapes in which the batch, the positions, m and the number of channels differ. */
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { callOf, scenarioOf } from '../../../spec/cases/scenario.ts';
import { answersTo, expectationsOf } from '../../../spec/diagnosis/probe-answers.ts';
import type { Probe } from '../../../spec/diagnosis/probes.ts';
import { type Seen, seenOf } from '../../../spec/diagnosis/answered-calls.ts';
import type { Claims, Implementation } from '../../../spec/terms/contract.ts';
import type { Operation } from '../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

export const right: ReturnType<typeof implementationOf> = implementationOf('');

export const claims: Claims = resolveClaims(right.claims);

/** Where batch, positions, m and the number of channels differ. */
export const shapes: readonly (readonly number[])[] = [
  [3, 2, 5],
  [4, 3, 3],
  [6, 2, 7],
];

export async function seenBy(
  implementation: Implementation,
  operation: Operation,
  given: typeof shapes = shapes,
): Promise<Seen[]> {
  const probes = given.map((shape, k): Probe => {
    const s = scenarioOf(claims, { shape, axis: 1, family: 'hard', seed: k + 1, epsilon: 0.5 });
    return { operation, call: callOf[operation](s) } as Probe;
  });
  const answers = await answersTo(targetOf(implementation), probes);
  return seenOf(probes, answers, expectationsOf(probes, reference, claims), claims);
}
