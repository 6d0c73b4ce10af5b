/** The mode is not asked for when statistics are updated (PyTorch, tinygrad). BN-13.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'RS14',
  says: 'Inference writes an update into the given statistics.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const answer = right.inferForward(call);
      const { mean: runningMean, variance: runningVar } = call;
      const trained = right.trainForward({ ...call, runningMean, runningVar, momentum: 0.1 });
      if (trained.runningMean) runningMean.data.set(trained.runningMean.data);
      if (trained.runningVar) runningVar.data.set(trained.runningVar.data);
      return answer;
    },
  },
};

export default mutant;
