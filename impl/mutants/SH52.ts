/** Inference computes the first 65535 channels only: one block per channel, in a grid of 65535. BN-2.11 must object. */
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH52',
  says: 'In inference channels beyond the first 65535 stay 0.',
  owed: 'kill',
  breaks: ['BN-2.11'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const layout = layoutOf(call.x.shape, call.axis);
        const { y } = right.inferForward(call);
        return { y: mapTensor(y, (value, i) => (channelOf(layout, i) < 65_535 ? value : 0)) };
      },
    };
  },
});

export default mutant;
