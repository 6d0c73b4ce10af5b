/**
 * The correct answer to any call, fast: exact sums, double-double arithmetic with a proven bound for the elements, and
 * exact arithmetic wherever that bound does not settle a rounding. The README of this folder has the proof.
 */
import type { Conventions } from '../spec/terms/contract.ts';
import { type AnyOperation, isFurther } from '../spec/terms/further-operations.ts';
import type { Calls, Operation } from '../spec/terms/operations.ts';
import { copyOf } from '../spec/terms/tensor.ts';
import type { Reference } from '../spec/terms/truth.ts';
import { check } from './check-arguments.ts';
import { furtherAnswers } from './further/index.ts';
import { inferBackward, savedBackward, trainBackward } from './oracle/backward.ts';
import { inferForward, trainForward, type CertifiedTruth } from './oracle/forward.ts';

export { decisions } from './oracle/rounding-decision.ts';
export type { CertifiedTruth } from './oracle/forward.ts';
export type { CertifiedTensor } from './oracle/exact-tensors.ts';

const answers: { [O in Operation]: (call: Calls[O], conventions: Conventions) => CertifiedTruth } = {
  trainForward,
  inferForward,
  trainBackward,
  inferBackward,
  savedBackward,
};

/** As `reference.answer`, with outputs that also give single values as p + q/√w. */
export function certifiedAnswer<O extends AnyOperation>(
  operation: O,
  call: Calls[O],
  conventions: Conventions,
): CertifiedTruth {
  if (!isFurther(operation)) return answerOfBatch(operation, call as Calls[Operation], conventions);
  const { check: checkCall, answer } = furtherAnswers[operation];
  checkCall(call as never);
  return answer(call as never, conventions);
}

function answerOfBatch<O extends Operation>(operation: O, call: Calls[O], conventions: Conventions): CertifiedTruth {
  check(operation, call);
  // Outputs are computed on demand. The caller may have changed the inputs by then.
  const kept: Calls[O] = { ...call, x: copyOf(call.x), ...('dy' in call && { dy: copyOf(call.dy) }) };
  return answers[operation](kept, conventions);
}

/** @throws Rejected, naming the field of the call that is wrong */
export const reference: Reference = { answer: certifiedAnswer };
