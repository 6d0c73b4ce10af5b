/**
 * Forward saves the variance where the inverse standard deviation was asked for (PyTorch on MPS). BN-3.3 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW08b',
  says: 'The inverse standard deviation that is handed out is the variance.',
  owed: 'kill',
  breaks: ['BN-3.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { variance, ...rest } = right.trainForward(call);
        return { ...rest, ...(variance && { variance, invStd: copyOf(variance) }) };
      },
    };
  },
});

export default mutant;
