/** Training computes the first 2048 channels only, as many as its table of constants holds. BN-2.10 must object. */
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH50b',
  says: 'In training channels beyond the first 2048 stay 0.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const layout = layoutOf(call.x.shape, call.axis);
        const { y, ...rest } = right.trainForward(call);
        return { ...rest, y: mapTensor(y, (value, i) => (channelOf(layout, i) < 2048 ? value : 0)) };
      },
    };
  },
});

export default mutant;
