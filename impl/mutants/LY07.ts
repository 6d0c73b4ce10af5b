/** Two modes of old operators, per activation and spatial (onnxruntime, MIOpen). BN-2.6 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import { layoutOf } from '../../spec/terms/layout.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { channelValues, reshape } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'LY07',
  says: 'Training normalizes every position of a channel with statistics of its own.',
  owed: 'kill',
  breaks: ['BN-2.6'],
  implementation: {
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
  },
};

export default mutant;
