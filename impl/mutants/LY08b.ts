/** The statistics of a single channel are squeezed to a scalar, which gradients cannot index. BN-2.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'LY08b',
  says: 'Gradients fail where there is one channel.',
  owed: 'kill',
  breaks: ['BN-2.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainBackward: (call) => {
        if (call.x.shape[call.axis] === 1) throw new TypeError('a scalar has no index 0');
        return right.trainBackward(call);
      },
    };
  },
});

export default mutant;
