/** Inference that is wrong where a condition holds, and what is told of it. */
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { mapValues } from '../../../spec/cases/scenario-variants.ts';
import type { Scope } from '../../../spec/diagnosis/violations.ts';
import { decodeWhere } from '../../../spec/diagnosis/locate-mistake.ts';
import type { Claims, Implementation, InferForward } from '../../../spec/terms/contract.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

export const right: ReturnType<typeof implementationOf> = implementationOf('', {}, { dtypes: ['float32', 'float64'] });

export const claims: Claims = resolveClaims(right.claims);

export const left: Scope[] = [{ operation: 'inferForward', output: 'y', missed: [], right: [] }];

/** Adds 1 to every y of the calls in which it is wrong. */
const wrongWhere = (is: (call: InferForward) => boolean): Implementation => ({
  ...right,
  inferForward: async (call) => {
    const { y } = await right.inferForward(call);
    return { y: is(call) ? mapValues(y, (value) => value + Math.max(1, Math.abs(value))) : y };
  },
});

export const told = async (is: (call: InferForward) => boolean): Promise<string[]> => {
  const found = await decodeWhere({ target: targetOf(wrongWhere(is)), reference, claims }, left);
  return found.map(({ id, says, evidence }) => `${id}: ${says} ${evidence}`);
};

export const channels = ({ x, axis }: InferForward): number => layoutOf(x.shape, axis).channels;
