/** A grid of 65535 blocks, one for each channel. BN-2.11 must object. */
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX32',
  says: 'In inference channels beyond the first 65535 stay 0.',
  owed: 'kill',
  breaks: ['BN-2.11'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const layout = layoutOf(call.x.shape, call.axis);
      const { y } = right.inferForward(call);
      return { y: mapTensor(y, (value, i) => (channelOf(layout, i) < 65_535 ? value : 0)) };
    },
  },
};

export default mutant;
