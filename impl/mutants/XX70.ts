/** An index of 16 bits in one backward pass alone. BN-2.12 must object. */
import { mapTensor } from './_tensors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX70',
  says: 'In gradients of inference dx stays 0 from element 65536 on.',
  owed: 'kill',
  breaks: ['BN-2.12'],
  implementation: {
    ...right,
    inferBackward: (call) => {
      const { dx, ...rest } = right.inferBackward(call);
      if (dx.data.length <= 2 ** 16) return { dx, ...rest };
      return { ...rest, dx: mapTensor(dx, (value, i) => (i < 2 ** 16 ? value : 0)) };
    },
  },
};

export default mutant;
