/** One thread per channel, and a block holds 1024 of them. BN-2.8 must object. */
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX18a',
  says: 'In inference channels beyond the first 1024 stay 0.',
  owed: 'kill',
  breaks: ['BN-2.8'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const layout = layoutOf(call.x.shape, call.axis);
      const { y } = right.inferForward(call);
      return { y: mapTensor(y, (value, i) => (channelOf(layout, i) < 1024 ? value : 0)) };
    },
  },
};

export default mutant;
