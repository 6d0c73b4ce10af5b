/**
 * Inference folded into the convolution or linear layer before it (BN-16): weight · scale and (bias - mean) · scale + beta, with
 * scale = gamma / √(variance + epsilon). Arithmetic is in doubles, and each result is rounded once.
 */
import type { Fold, FoldResult } from '../../spec/terms/further-contract.ts';
import { foldedChannel, foldedChannels } from '../../spec/terms/fold-as-inference.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { checkFold } from './check-fold.ts';

/** The parts of a folding that a mutant may replace. */
export interface FoldSteps {
  readonly scale: (gamma: number, variance: number, epsilon: number) => number;
  readonly weight: (weight: number, scale: number) => number;
  readonly bias: (bias: number, mean: number, scale: number, beta: number) => number;
  /** Channel of the value of weight at a flat index. */
  readonly channelOf: (call: Fold) => (index: number) => number;
}

export const plainFoldSteps: FoldSteps = {
  scale: (gamma, variance, epsilon) => gamma / Math.sqrt(variance + epsilon),
  weight: (weight, scale) => weight * scale,
  bias: (bias, mean, scale, beta) => (bias - mean) * scale + beta,
  channelOf: foldedChannel,
};

/** @throws Rejected for arguments that do not fit together */
export const fold = (call: Fold): FoldResult => foldWith(plainFoldSteps, call);

export function foldWith({ scale, weight, bias, channelOf }: FoldSteps, call: Fold): FoldResult {
  checkFold(call);
  const channels = foldedChannels(call);
  const vector = (t: Fold['bias'], missing: number): Float64Array =>
    t ? valuesOf(t) : new Float64Array(channels).fill(missing);
  const [gamma, beta, given] = [vector(call.gamma, 1), vector(call.beta, 0), vector(call.bias, 0)];
  const [mean, variance] = [valuesOf(call.mean), valuesOf(call.variance)];
  const scales = gamma.map((value, c) => scale(value, variance[c], call.epsilon));
  const channelAt = channelOf(call);
  return {
    weight: tensor(
      call.weight.dtype,
      call.weight.shape,
      valuesOf(call.weight).map((value, index) => weight(value, scales[channelAt(index)])),
    ),
    bias: tensor(
      (call.bias ?? call.weight).dtype,
      [channels],
      given.map((value, c) => bias(value, mean[c], scales[c], beta[c])),
    ),
  };
}
