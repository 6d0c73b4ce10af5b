/**
 * The running mean takes in one mean over all channels: the statistics are reduced once more. BN-6.1, BN-11.7 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'LY16b',
  says: 'The running mean takes in the mean over all channels.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-11.7'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const weightOf = weighing(conventions);
    return {
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
    };
  },
});

export default mutant;
