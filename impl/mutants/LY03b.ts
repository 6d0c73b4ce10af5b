/** The mean is broadcast along the last axis in inference; only training was fixed (AiDotNet). BN-7.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'LY03b',
  says: 'In inference the mean is broadcast along the last axis where that is as long as the channel axis.',
  owed: 'kill',
  breaks: ['BN-7.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const channels = call.x.shape[call.axis];
        if (call.x.shape.at(-1) !== channels) return right.inferForward(call);
        const mean = valuesOf(call.mean);
        const centred = {
          ...call.x,
          ...tensor(
            'float64',
            call.x.shape,
            valuesOf(call.x).map((value, i) => value - mean[i % channels]),
          ),
        };
        const { y } = right.inferForward({ ...call, x: centred, mean: filled(call.mean, 0) });
        return { y: tensor(call.x.dtype, y.shape, valuesOf(y)) };
      },
    };
  },
});

export default mutant;
