/** Shapes of what the further operations answer. */
import type { AnyTensor, FurtherCalls, FurtherOperation } from './further-operations.ts';
import { foldedChannels } from './fold-as-inference.ts';

export const outputShapes: {
  readonly [O in FurtherOperation]: (output: AnyTensor, call: FurtherCalls[O]) => readonly number[];
} = {
  fold: (output, call) => (output === 'weight' ? call.weight.shape : [foldedChannels(call)]),
  doubleBackward: (output, { x, axis }) => (output === 'dgamma' ? [x.shape[axis]] : x.shape),
  trainTangent: (_, { x }) => x.shape,
  inferTangent: (_, { x }) => x.shape,
};
