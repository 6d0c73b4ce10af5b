/** Bounds of the further operations, one file each. */
import type { FurtherOperation } from '../../terms/further-operations.ts';
import { doubleBackwardBounds } from './double-backward.ts';
import { foldBounds } from './fold.ts';
import type { FurtherBounds } from './further-bounds.ts';
import { inferTangentBounds, trainTangentBounds } from './tangents.ts';

export const furtherBounds: { readonly [O in FurtherOperation]: FurtherBounds<O> } = {
  fold: foldBounds,
  doubleBackward: doubleBackwardBounds,
  trainTangent: trainTangentBounds,
  inferTangent: inferTangentBounds,
};
