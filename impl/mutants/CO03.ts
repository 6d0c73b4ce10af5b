/**
 * With several positions dx is computed for the first 256 channels only, where a grid ends too early. BN-14.3 must
 * object.
 */
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'CO03',
  says: 'With several positions dx of channel 256 and those after it stays 0 in training.',
  owed: 'kill',
  breaks: ['BN-14.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainBackward: (call) => {
        const layout = layoutOf(call.x.shape, call.axis);
        const { dx, ...rest } = right.trainBackward(call);
        if (layout.inner === 1) return { dx, ...rest };
        return { ...rest, dx: mapTensor(dx, (value, i) => (channelOf(layout, i) < 256 ? value : 0)) };
      },
    };
  },
});

export default mutant;
