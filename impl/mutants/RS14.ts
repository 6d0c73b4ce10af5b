/** Inference updates the running statistics, as if it were training (PyTorch, tinygrad). BN-13.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS14',
  says: 'Inference writes an update into the given statistics.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const answer = right.inferForward(call);
        const { mean: runningMean, variance: runningVar } = call;
        const trained = right.trainForward({ ...call, runningMean, runningVar, momentum: 0.1 });
        if (trained.runningMean) runningMean.data.set(trained.runningMean.data);
        if (trained.runningVar) runningVar.data.set(trained.runningVar.data);
        return answer;
      },
    };
  },
});

export default mutant;
