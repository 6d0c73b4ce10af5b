/** What all decoders together read from the fixed probes, where no mistake is known. */
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Steps } from '../../../impl/plain/steps.ts';
import { reference } from '../../../reference/oracle.ts';
import { expectationsOf } from '../../../spec/diagnosis/probe-answers.ts';
import { decode } from '../../../spec/diagnosis/run-decoders.ts';
import { nearestMutants } from '../../../spec/diagnosis/nearest-mutants.ts';
import { fixedProbes, type Probe } from '../../../spec/diagnosis/probes.ts';
import { seenOf } from '../../../spec/diagnosis/answered-calls.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import type { Claims, Implementation, Tensor, TrainForward } from '../../../spec/terms/contract.ts';
import type { Operation } from '../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

/** What is asked and what is right are the same for all that claim and offer the same. */
const asked = new Map<string, { probes: readonly Probe[]; expectations: ReturnType<typeof expectationsOf> }>();

function askedOf(claims: Claims, operations: readonly Operation[]): NonNullable<ReturnType<(typeof asked)['get']>> {
  const key = JSON.stringify([claims, operations]);
  const known = asked.get(key);
  if (known) return known;
  const probes = fixedProbes(claims, operations);
  const made = { probes, expectations: expectationsOf(probes, reference, claims) };
  asked.set(key, made);
  return made;
}

export async function decoded(implementation: Implementation): Promise<readonly Diagnosis[]> {
  const target = targetOf(implementation);
  const claims = resolveClaims(implementation.claims);
  const { probes, expectations } = askedOf(claims, target.operations);
  const { left, answers } = await nearestMutants(target, probes, expectations, claims, []);
  return decode({ target, reference, claims }, probes, seenOf(probes, answers, expectations, claims), left);
}

export const found = (changes: Partial<Steps>, claims?: Partial<Claims>): Promise<readonly Diagnosis[]> =>
  decoded(implementationOf('', changes, claims));

export const right: ReturnType<typeof implementationOf> = implementationOf('');

export const changed = (t: Tensor | undefined, change: (value: number, i: number) => number): Tensor =>
  tensor(t!.dtype, t!.shape, Array.from(valuesOf(t!), change));

export const outputsOf = (change: (y: Tensor, call: TrainForward) => Tensor): Implementation => ({
  ...right,
  trainForward: async (call) => {
    const result = await right.trainForward(call);
    return { ...result, y: change(result.y, call) };
  },
});
