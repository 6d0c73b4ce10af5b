/** A conversion that saturates. BN-12.6 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm({}, { dtypes: ['float16'] });

const mutant: Mutant = {
  id: 'XX13',
  says: 'In float16 a y beyond 65504 is 65504, not infinite.',
  owed: 'kill',
  breaks: ['BN-12.6'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const { y } = right.inferForward(call);
      return { y: mapTensor(y, (value) => Math.max(-65_504, Math.min(65_504, value))) };
    },
  },
};

export default mutant;
