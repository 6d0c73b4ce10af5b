/** A diagnosis with no known mistakes: what all decoders together read. */
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Steps } from '../../../impl/plain/steps.ts';
import { reference } from '../../../reference/oracle.ts';
import { diagnose } from '../../../spec/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../spec/report/report.ts';
import type { Claims, Implementation, Tensor, TrainForward } from '../../../spec/terms/contract.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

export const decoded = (implementation: Implementation): Promise<readonly Diagnosis[]> =>
  diagnose({ target: targetOf(implementation), reference, claims: resolveClaims(implementation.claims) }, [], {
    bank: [],
  });

export const found = (changes: Partial<Steps>, claims?: Partial<Claims>): Promise<readonly Diagnosis[]> =>
  decoded(implementationOf('', changes, claims));

export const right = implementationOf('');

export const changed = (t: Tensor | undefined, change: (value: number, i: number) => number): Tensor =>
  tensor(t!.dtype, t!.shape, Array.from(valuesOf(t!), change));

export const outputsOf = (change: (y: Tensor, call: TrainForward) => Tensor): Implementation => ({
  ...right,
  trainForward: async (call) => {
    const result = await right.trainForward(call);
    return { ...result, y: change(result.y, call) };
  },
});
