/** What is given is computed again. BN-8.9 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { channelValues } from './_tensors.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX42',
  says: 'Gradients from saved statistics use the mean of x, not the one that is given.',
  owed: 'kill',
  breaks: ['BN-8.9'],
  implementation: {
    ...right,
    savedBackward: (call) => {
      const { mean } = right.trainForward({ x: call.x, axis: call.axis, epsilon: 1, momentum: 1 });
      return right.savedBackward({ ...call, mean: mean ? channelValues(call.mean, valuesOf(mean)) : call.mean });
    },
  },
};

export default mutant;
