/** dx of inference is indexed with 16 bits, and what lies beyond stays 0. BN-2.12 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH56',
  says: 'In gradients of inference dx stays 0 from element 65536 on.',
  owed: 'kill',
  breaks: ['BN-2.12'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferBackward: (call) => {
        const { dx, ...rest } = right.inferBackward(call);
        if (dx.data.length <= 2 ** 16) return { dx, ...rest };
        return { ...rest, dx: mapTensor(dx, (value, i) => (i < 2 ** 16 ? value : 0)) };
      },
    };
  },
});

export default mutant;
