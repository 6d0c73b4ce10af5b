/** The correct answers of the further operations, one file each, and the check of their arguments. */
import type { FurtherCalls, FurtherOperation } from '../../spec/terms/further-operations.ts';
import type { Conventions } from '../../spec/terms/contract.ts';
import type { CertifiedTruth } from '../oracle/forward.ts';
import { checkDoubleBackward, doubleBackward } from './double-backward.ts';
import { checkFold, fold } from './fold.ts';
import { checkInferTangent, checkTrainTangent, inferTangent, trainTangent } from './tangents.ts';

export interface FurtherAnswer<O extends FurtherOperation> {
  /** @throws Rejected, naming the field */
  readonly check: (call: FurtherCalls[O]) => void;
  readonly answer: (call: FurtherCalls[O], conventions: Conventions) => CertifiedTruth;
}

export const furtherAnswers: { readonly [O in FurtherOperation]: FurtherAnswer<O> } = {
  fold: { check: checkFold, answer: fold },
  doubleBackward: { check: checkDoubleBackward, answer: doubleBackward },
  trainTangent: { check: checkTrainTangent, answer: trainTangent },
  inferTangent: { check: checkInferTangent, answer: inferTangent },
};
