/**
 * Bounds of folding (BN-16): those of inference, weight with mean 0 and without beta, and bias as the one value of its channel.
 * A folding rounds no more often than that, in any order of its factors (derived in BN-16, Accuracy).
 */
import { type FoldedPart, foldAsInference } from '../../terms/fold-as-inference.ts';
import type { Truth } from '../../terms/truth.ts';
import { type BoundOptions, boundsOf } from '../bounds.ts';
import { elementwiseK } from '../grade.ts';
import type { FurtherBounds } from './further-bounds.ts';

export const foldBounds: FurtherBounds<'fold'> = {
  bounds: (call, truth, options) => {
    const { weight, bias } = foldAsInference(call);
    return {
      weight: boundsOfPart('weight', weight, truth, options),
      bias: boundsOfPart('bias', bias, truth, options),
    };
  },
  constant: () => elementwiseK,
};

function boundsOfPart(
  output: 'weight' | 'bias',
  { call, places }: FoldedPart,
  { outputs, channel }: Truth,
  options: BoundOptions,
): Float64Array {
  const exact = outputs[output];
  if (exact === undefined) throw new Error(`no exact ${output}`);
  const at = (values: Float64Array): Float64Array => values.map((_, i) => values[places[i]]);
  const y = { ...exact, shape: call.x.shape, hi: at(exact.hi), lo: at(exact.lo) };
  const mean = output === 'weight' ? new Float64Array(channel.mean.length) : channel.mean;
  const bounds = boundsOf('inferForward', call, { outputs: { y }, channel: { ...channel, mean } }, options).y;
  const placed = new Float64Array(places.length);
  places.forEach((place, i) => (placed[place] = bounds?.[i] ?? 0));
  return placed;
}
