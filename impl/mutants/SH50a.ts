/** Inference computes the first 1024 channels only: one thread per channel, in a single block. BN-2.8 must object. */
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH50a',
  says: 'In inference channels beyond the first 1024 stay 0.',
  owed: 'kill',
  breaks: ['BN-2.8'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const layout = layoutOf(call.x.shape, call.axis);
        const { y } = right.inferForward(call);
        return { y: mapTensor(y, (value, i) => (channelOf(layout, i) < 1024 ? value : 0)) };
      },
    };
  },
});

export default mutant;
