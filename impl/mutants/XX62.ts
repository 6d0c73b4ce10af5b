/** The grid of blocks is laid over channels where there are positions, and it ends too early. BN-14.3 must object. */
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import { mapTensor } from './_tensors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX62',
  says: 'With several positions dx of channel 256 and those after it stays 0 in training.',
  owed: 'kill',
  breaks: ['BN-14.3'],
  implementation: {
    ...right,
    trainBackward: (call) => {
      const layout = layoutOf(call.x.shape, call.axis);
      const { dx, ...rest } = right.trainBackward(call);
      if (layout.inner === 1) return { dx, ...rest };
      return { ...rest, dx: mapTensor(dx, (value, i) => (channelOf(layout, i) < 256 ? value : 0)) };
    },
  },
};

export default mutant;
