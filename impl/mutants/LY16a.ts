/** The shape that broadcasts is kept for the state. BN-13.4 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { reshape } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'LY16a',
  says: 'The running statistics come back with the rank of x.',
  owed: 'kill',
  breaks: ['BN-13.4'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      const { runningMean, runningVar } = answer;
      const shape = call.x.shape.map((size, k) => (k === call.axis ? size : 1));
      return {
        ...answer,
        ...(runningMean && { runningMean: reshape(runningMean, shape) }),
        ...(runningVar && { runningVar: reshape(runningVar, shape) }),
      };
    },
  },
};

export default mutant;
