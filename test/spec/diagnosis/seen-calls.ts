/** Answered calls in the form that decoders take: of two channels with twenty values each, unless stated otherwise. */
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

export interface Asked {
  readonly shape?: readonly number[];
  readonly epsilon?: number;
  readonly momentum?: number;
  readonly change?: (call: Probe['call']) => object;
}

/** Calls of two channels with twenty values each, unless stated otherwise. */
export function probesOf(operation: Operation, calls: readonly Asked[]): Probe[] {
  return calls.map(({ shape = [20, 2], epsilon = 1, momentum = 0.25, change = (): object => ({}) }, k) => {
    const s = scenarioOf(claims, { shape, axis: 1, family: 'hard', seed: k + 1, epsilon, momentum });
    const call: Probe['call'] = callOf[operation](s);
    return { operation, call: { ...call, ...change(call) } } as Probe;
  });
}

export async function seenBy(implementation: Implementation, probes: readonly Probe[]): Promise<Seen[]> {
  const answers = await answersTo(targetOf(implementation), probes);
  return seenOf(probes, answers, expectationsOf(probes, reference, claims), claims);
}

export const withoutStatistics: Implementation = {
  ...right,
  trainForward: async (call) => ({ y: (await right.trainForward(call)).y }),
};

export const epsilons: Asked[] = [1, 0.25, 0.3, 4].map((epsilon): Asked => ({ epsilon }));

export const forward = ['trainForward', 'inferForward'] as const;
