/** Without beta training returns no running statistics, as if the layer were not trained. BN-13.10 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'IF50',
  says: 'Where beta is missing training answers without running statistics.',
  owed: 'kill',
  breaks: ['BN-13.10'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        if (call.beta) return answer;
        const { runningMean: _mean, runningVar: _var, ...rest } = answer;
        return rest;
      },
    };
  },
});

export default mutant;
