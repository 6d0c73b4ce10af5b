/** An output buffer of fixed size. BN-2.10 must object. */
import { mapTensor } from './_tensors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX69',
  says: 'In training y stays 0 from element 262144 on.',
  owed: 'kill',
  breaks: ['BN-2.10'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { y, ...rest } = right.trainForward(call);
      if (y.data.length <= 2 ** 18) return { y, ...rest };
      return { ...rest, y: mapTensor(y, (value, i) => (i < 2 ** 18 ? value : 0)) };
    },
  },
};

export default mutant;
