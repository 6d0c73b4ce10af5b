/**
 * Folding on Float32Arrays (BN-16), without a copy of weight: the scale of each channel is computed once, in doubles, and weight is
 * walked in the order of memory, so that each run of values of one channel is one loop.
 */
import type { Fold, FoldResult } from '../../spec/terms/further-contract.ts';
import { foldedChannels } from '../../spec/terms/fold-as-inference.ts';
import { sizeOf } from '../../spec/terms/tensor.ts';
import { checkFold } from '../plain/check-fold.ts';
import { optional, values } from './float32-values.ts';

/** @throws Unsupported for element types other than float32; Rejected for arguments that do not fit together */
export function fold(call: Fold): FoldResult {
  const weight = values('weight', call.weight);
  const [mean, variance] = [values('mean', call.mean), values('variance', call.variance)];
  const given = (['bias', 'gamma', 'beta'] as const).map((name) => optional(name, call[name]));
  checkFold(call);
  const [bias, gamma, beta] = given;
  const channels = foldedChannels(call);
  const scales = new Float64Array(channels);
  const shift = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    scales[c] = (gamma ? gamma[c] : 1) / Math.sqrt(variance[c] + call.epsilon);
    shift[c] = ((bias ? bias[c] : 0) - mean[c]) * scales[c] + (beta ? beta[c] : 0);
  }
  return {
    weight: { dtype: 'float32', shape: [...call.weight.shape], data: scaled(weight, scales, call) },
    bias: { dtype: 'float32', shape: [channels], data: shift },
  };
}

function scaled(
  weight: Float32Array,
  scales: Float64Array,
  { weight: { shape }, axis, groupAxis, groups = 1 }: Fold,
): Float32Array {
  const out = new Float32Array(weight.length);
  const size = shape[axis];
  const inner = sizeOf(shape.slice(axis + 1));
  // The group changes within a run of one channel only where its axis comes after that of the channels.
  const groupInner = groupAxis === undefined ? weight.length : sizeOf(shape.slice(groupAxis + 1));
  const block = groupAxis === undefined ? 1 : (shape[groupAxis] / groups) * groupInner;
  const run = Math.min(inner, block);
  for (let start = 0, c = 0, of = 0; start < weight.length; start += run, of += run) {
    if (of === inner) {
      of = 0;
      c = c + 1 === size ? 0 : c + 1;
    }
    const group = groupAxis === undefined ? 0 : Math.floor(start / block) % groups;
    const scale = scales[group * size + c];
    for (let i = start; i < start + run; i++) out[i] = weight[i] * scale;
  }
  return out;
}
