/** Threads read, change and write one running value without a lock (TileOPs). BN-2.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { weighing } from './_conventions.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH08',
  says: 'In some calls one channel’s running mean is updated twice.',
  owed: 'kill',
  breaks: ['BN-2.5'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const weightOf = weighing(conventions);
    let calls = 0;
    return {
      ...right,
      trainForward: (call) => {
        const answer = right.trainForward(call);
        const { mean, runningMean } = answer;
        calls += 1;
        if (calls % 7 > 0 || !mean || !runningMean) return answer;
        const unlucky = calls % mean.data.length;
        const batch = valuesOf(mean);
        const again = (old: number, c: number): number =>
          c === unlucky ? update(old, batch[c], weightOf(call.momentum)) : old;
        return { ...answer, runningMean: mapTensor(runningMean, again) };
      },
    };
  },
});

export default mutant;
