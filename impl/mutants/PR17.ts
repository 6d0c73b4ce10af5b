/** A double that was never rounded (Flux). BN-2.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'PR17',
  says: 'y of float32 x comes back in float64.',
  owed: 'kill',
  breaks: ['BN-2.1'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { y, ...rest } = right.trainForward(call);
      return { ...rest, y: tensor('float64', y.shape, valuesOf(y)) };
    },
  },
};

export default mutant;
