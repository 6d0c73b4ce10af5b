/** Wrong second derivatives: the plain ones with other steps, or around them. Beside them only the training gradient is offered. */
import type { Conventions, Implementation } from '../../spec/terms/contract.ts';
import type { DoubleBackward, DoubleBackwardResult } from '../../spec/terms/further-contract.ts';
import { doubleBackward, doubleBackwardWith, type SecondSteps } from '../plain/double-backward.ts';
import { batchNorm } from './_batch-norm.ts';

type Answer = (call: DoubleBackward) => DoubleBackwardResult;

export function withSecond(
  answer: (call: DoubleBackward, right: Answer) => DoubleBackwardResult,
  conventions: Conventions,
): Implementation {
  const { name, claims, trainBackward } = batchNorm({}, conventions);
  return { name, claims, trainBackward, doubleBackward: (call) => answer(call, doubleBackward) };
}

export const withSecondSteps = (changes: Partial<SecondSteps>, conventions: Conventions): Implementation =>
  withSecond((call) => doubleBackwardWith(changes, call), conventions);
