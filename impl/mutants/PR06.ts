/**
 * y is computed from two folded constants per channel, which loses digits where x has a large offset (onnxruntime). No
 * clause objects.
 */
import type { InferForward, Tensor } from '../../spec/terms/contract.ts';
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const round = Math.fround;

function folded(
  call: Pick<InferForward, 'x' | 'gamma' | 'beta' | 'axis'>,
  mean: Float64Array,
  invStd: Float64Array,
): Tensor {
  const layout = layoutOf(call.x.shape, call.axis);
  const gamma = call.gamma && valuesOf(call.gamma);
  const beta = call.beta && valuesOf(call.beta);
  const scale = invStd.map((r, c) => round((gamma?.[c] ?? 1) * r));
  const shift = mean.map((value, c) => round((beta?.[c] ?? 0) - round(value * scale[c])));
  return mapTensor(call.x, (x, i) => round(x * scale[channelOf(layout, i)]) + shift[channelOf(layout, i)]);
}

const mutant: MutantFactory = factory({
  id: 'PR06',
  says: 'y is x · scale + shift, with scale and shift folded in float32.',
  owed: 'grade',
  breaks: [],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const { mean, invStd } = answer;
        return mean && invStd ? { ...answer, y: folded(call, valuesOf(mean), valuesOf(invStd)) } : answer;
      },
      inferForward: (call) => {
        const invStd = valuesOf(call.variance).map((v) => round(inverseStd(v, call.epsilon)));
        return { y: folded(call, valuesOf(call.mean), invStd) };
      },
    };
  },
});

export default mutant;
