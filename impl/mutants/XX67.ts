/** A kernel for an even number of channels updates the variance, and the other one was forgotten. BN-13.11 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX67',
  says: 'Where the number of channels is odd training answers without running variance.',
  owed: 'kill',
  breaks: ['BN-13.11'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { runningVar, ...rest } = right.trainForward(call);
      return call.x.shape[call.axis] % 2 === 1 ? rest : { ...rest, ...(runningVar && { runningVar }) };
    },
  },
};

export default mutant;
