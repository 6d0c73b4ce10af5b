/** Each sample has statistics of its own: the reduction leaves out the batch (TVM). BN-2.6, BN-4.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { batchAxisOf } from './_shards.ts';
import { concatenate, slice } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'ST04',
  says: 'Training normalizes each sample with its own statistics, as instance normalization does.',
  owed: 'kill',
  breaks: ['BN-2.6', 'BN-4.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const batch = batchAxisOf(call.axis);
        const samples = Array.from({ length: call.x.shape[batch] }, (_, n) => slice(call.x, batch, n, n + 1));
        const y = concatenate(
          samples.map((x) => right.trainForward({ ...call, x }).y),
          batch,
        );
        return { ...right.trainForward(call), y };
      },
    };
  },
});

export default mutant;
