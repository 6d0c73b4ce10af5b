/** Channels travel in groups of four, and the last group is assumed to be full. BN-2.8 must object. */
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH04',
  says: 'In inference channels beyond the last multiple of 4 stay 0.',
  owed: 'kill',
  breaks: ['BN-2.8'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const layout = layoutOf(call.x.shape, call.axis);
        const whole = layout.channels - (layout.channels % 4);
        const { y } = right.inferForward(call);
        return { y: mapTensor(y, (value, i) => (whole > 0 && channelOf(layout, i) >= whole ? 0 : value)) };
      },
    };
  },
});

export default mutant;
