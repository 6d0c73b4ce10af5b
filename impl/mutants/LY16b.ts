/** The statistics are reduced once more for the state. BN-6.1, BN-11.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();
const weightOf = weighing();

const mutant: Mutant = {
  id: 'LY16b',
  says: 'The running mean takes in the mean over all channels.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-11.7'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const answer = right.trainForward(call);
      const { runningMean, mean } = answer;
      if (!call.runningMean || !runningMean || !mean) return answer;
      const overall = valuesOf(mean).reduce((sum, value) => sum + value, 0) / mean.data.length;
      const old = valuesOf(call.runningMean);
      return {
        ...answer,
        runningMean: mapTensor(runningMean, (_, c) => update(old[c], overall, weightOf(call.momentum))),
      };
    },
  },
};

export default mutant;
