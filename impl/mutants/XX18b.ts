/** A table of constants for 2048 channels. BN-2.10 must object. */
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX18b',
  says: 'In training channels beyond the first 2048 stay 0.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const layout = layoutOf(call.x.shape, call.axis);
      const { y, ...rest } = right.trainForward(call);
      return { ...rest, y: mapTensor(y, (value, i) => (channelOf(layout, i) < 2048 ? value : 0)) };
    },
  },
};

export default mutant;
