/** The saved variance of older operators held the inverse standard deviation (onnxruntime). BN-3.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'IF05c',
  says: 'The variance that is handed out is the inverse standard deviation.',
  owed: 'kill',
  breaks: ['BN-3.2'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { invStd, variance: _variance, ...rest } = right.trainForward(call);
      return { ...rest, ...(invStd && { variance: invStd }) };
    },
  },
};

export default mutant;
