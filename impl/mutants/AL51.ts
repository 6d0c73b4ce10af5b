/** With momentum 0 the given running statistics are returned, not copies of them. BN-13.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL51',
  says: 'With momentum 0 the running statistics that come back are the given memory.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const { runningMean, runningVar } = call;
        if (call.momentum !== 0) return answer;
        return { ...answer, ...(runningMean && { runningMean }), ...(runningVar && { runningVar }) };
      },
    };
  },
});

export default mutant;
