/** fmaxf(v, 0) takes a NaN for 0, and only what is saved for the backward pass goes through it. BN-14.1 must object. */
import { mapTensor } from './_tensors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX60',
  says: 'The inverse standard deviation of a NaN is 1 / √epsilon.',
  owed: 'kill',
  breaks: ['BN-14.1'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { invStd, ...rest } = right.trainForward(call);
      const r = 1 / Math.sqrt(call.epsilon);
      return { ...rest, ...(invStd && { invStd: mapTensor(invStd, (value) => (Number.isNaN(value) ? r : value)) }) };
    },
  },
};

export default mutant;
