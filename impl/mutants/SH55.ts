/** y of training has a buffer of 262144 elements, and what lies beyond stays 0. BN-2.10 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH55',
  says: 'In training y stays 0 from element 262144 on.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { y, ...rest } = right.trainForward(call);
        if (y.data.length <= 2 ** 18) return { y, ...rest };
        return { ...rest, y: mapTensor(y, (value, i) => (i < 2 ** 18 ? value : 0)) };
      },
    };
  },
});

export default mutant;
