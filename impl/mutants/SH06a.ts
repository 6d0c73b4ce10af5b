/** One block per row, and a block holds 256 threads. BN-2.8 must object. */
import { layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH06a',
  says: 'In inference y stays 0 beyond the first 256 positions of a row.',
  owed: 'kill',
  breaks: ['BN-2.8'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const { inner } = layoutOf(call.x.shape, call.axis);
        const { y } = right.inferForward(call);
        return { y: mapTensor(y, (value, i) => (i % inner >= 256 ? 0 : value)) };
      },
    };
  },
});

export default mutant;
