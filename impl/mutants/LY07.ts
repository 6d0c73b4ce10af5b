/**
 * Each position has statistics of its own, the per-activation mode of old operators (onnxruntime, MIOpen). BN-2.6 must
 * object.
 */
import type { Tensor } from '../../spec/terms/contract.ts';
import { layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { channelValues, reshape } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'LY07',
  says: 'Training normalizes every position of a channel with statistics of its own.',
  owed: 'kill',
  breaks: ['BN-2.6'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { outer, inner, channels } = layoutOf(call.x.shape, call.axis);
        const spread = (t: Tensor): Tensor =>
          channelValues(
            t,
            Array.from({ length: channels * inner }, (_, i) => valuesOf(t)[Math.floor(i / inner)]),
          );
        const { gamma, beta, epsilon } = call;
        const apart = { epsilon, momentum: 0, axis: 1, x: reshape(call.x, [outer, channels * inner]) };
        const { y } = right.trainForward({
          ...apart,
          ...(gamma && { gamma: spread(gamma) }),
          ...(beta && { beta: spread(beta) }),
        });
        return { ...right.trainForward(call), y: reshape(y, call.x.shape) };
      },
    };
  },
});

export default mutant;
