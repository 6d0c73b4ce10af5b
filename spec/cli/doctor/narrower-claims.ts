/** Claims that a target should have stated: each rules out a call that it does not answer. */
import type { Claims, DType } from '../../terms/contract.ts';
import { type Operation, snakeCase } from '../../terms/operations.ts';
import { parameterTypes } from '../../terms/within-claims.ts';
import { callFor, type Form } from './calls.ts';
import type { Patient } from './patient.ts';

/** Values that libraries have where they have one. */
const usual = { epsilons: [1e-5, 1e-3, 1e-6], momenta: [0.1, 0.9, 0.99] } as const;

/** Claims that are narrower in one respect, as far as the present ones leave room. */
function narrowerThan(
  { affine, epsilons, minEpsilon, momenta, parameterDtypes, ownParameters }: Claims,
  dtype: DType,
): Partial<Claims>[] {
  const others = (parameterDtypes.length > 0 ? parameterDtypes : ['float32' as const]).filter((type) => type !== dtype);
  return [
    ...(affine === 'each' || affine === 'together' ? [{ affine: 'none' } as const] : []),
    ...(epsilons ?? usual.epsilons)
      .filter((epsilon) => epsilon >= minEpsilon)
      .map((epsilon) => ({ epsilons: [epsilon] })),
    ...(momenta ?? usual.momenta).map((momentum) => ({ momenta: [momentum] })),
    ...(ownParameters && others.length > 0 ? [{ parameterDtypes: others, ownParameters: false }] : []),
  ];
}

/** Advice where a call that was refused, or failed, is answered under narrower claims. */
export async function claimThatHelps(
  patient: Patient,
  claims: Claims,
  operation: Operation,
  form: Form,
): Promise<string | undefined> {
  const { status } = await patient.call(operation, callFor(operation, claims, form));
  if (!['rejected', 'unsupported', 'error'].includes(status)) return undefined;
  for (const narrower of narrowerThan(claims, form.dtype)) {
    const other: Claims = { ...claims, ...narrower };
    const [parameters] = parameterTypes(form.dtype, other);
    const outcome = await patient.call(operation, callFor(operation, other, { ...form, parameters }));
    if (outcome.status === 'ok') {
      return `claim ${JSON.stringify(narrower)} if that is all it supports: so called, ${snakeCase(operation)} answers`;
    }
  }
  return undefined;
}
