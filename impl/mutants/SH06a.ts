/** One block per row, and a block holds 256 threads. BN-2.8 must object. */
import { layoutOf } from '../../spec/terms/layout.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'SH06a',
  says: 'In inference y stays 0 beyond the first 256 positions of a row.',
  owed: 'kill',
  breaks: ['BN-2.8'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const { inner } = layoutOf(call.x.shape, call.axis);
      const { y } = right.inferForward(call);
      return { y: mapTensor(y, (value, i) => (i % inner >= 256 ? 0 : value)) };
    },
  },
};

export default mutant;
