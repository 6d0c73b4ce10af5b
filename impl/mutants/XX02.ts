/** With nothing to blend the old statistics are handed back. BN-13.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX02',
  says: 'With momentum 0 the running statistics that come back are the given memory.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      const { runningMean, runningVar } = call;
      if (call.momentum !== 0) return answer;
      return { ...answer, ...(runningMean && { runningMean }), ...(runningVar && { runningVar }) };
    },
  },
};

export default mutant;
