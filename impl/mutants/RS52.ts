/** The running variance is taken around the old running mean instead of the mean of the batch. BN-6.2 must object. */
import { layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { gather } from '../../spec/terms/channel-values.ts';
import { runningStatistic, update } from '../plain/running.ts';
import { variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'RS52',
  says: 'The running variance takes in squared deviations from the old running mean.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const weightOf = weighing(conventions);
    const { runningVariance } = conventions;
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const { runningMean, runningVar } = call;
        if (!runningMean || !runningVar) return answer;
        const layout = layoutOf(call.x.shape, call.axis);
        const center = valuesOf(runningMean);
        const next = mapTensor(runningVar, (old, c) => {
          const v = variance(gather(valuesOf(call.x), layout, c), center[c]);
          return update(old, runningStatistic(v, layout.perChannel, runningVariance), weightOf(call.momentum));
        });
        return { ...answer, runningVar: next };
      },
    };
  },
});

export default mutant;
