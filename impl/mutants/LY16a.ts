/** The running statistics are returned in the shape that broadcasts against x. BN-13.4 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { reshape } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'LY16a',
  says: 'The running statistics come back with the rank of x.',
  owed: 'kill',
  breaks: ['BN-13.4'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
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
    };
  },
});

export default mutant;
