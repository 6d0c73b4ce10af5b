/** One block per channel, and a grid holds 65535 blocks (torch/cunn). BN-2.10 must object. */
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH05',
  says: 'Channels beyond the first 65535 stay 0.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const layout = layoutOf(call.x.shape, call.axis);
        const { y, ...rest } = right.trainForward(call);
        return { ...rest, y: mapTensor(y, (value, i) => (channelOf(layout, i) >= 65_535 ? 0 : value)) };
      },
    };
  },
});

export default mutant;
