/** Calls of the further operations that use everything, for whoever needs some of each: diagnosis, and the search for state. */
import type { Claims } from '../../terms/contract.ts';
import type { FurtherCalls, FurtherOperation } from '../../terms/further-operations.ts';
import { doubleBackwardExamples } from './double-backward.ts';
import { foldExamples } from './fold.ts';
import { inferTangentExamples, trainTangentExamples } from './tangents.ts';

/** @returns calls within the claims, the simplest first */
export const furtherExamples: {
  readonly [O in FurtherOperation]: (claims: Claims, seed: number) => readonly FurtherCalls[O][];
} = {
  fold: foldExamples,
  doubleBackward: doubleBackwardExamples,
  trainTangent: trainTangentExamples,
  inferTangent: inferTangentExamples,
};
