/** A conversion that flushes: what float16 holds below 6e-5 is lost. BN-12.10 must object. */
import { formats } from '../../spec/terms/dtype.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm({}, { dtypes: ['float16'] });

const mutant: Mutant = {
  id: 'XX14',
  says: 'In float16 a subnormal y is 0.',
  owed: 'kill',
  breaks: ['BN-12.10'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { y, ...rest } = right.trainForward(call);
      return { ...rest, y: mapTensor(y, (value) => (Math.abs(value) < formats.float16.smallestNormal ? 0 : value)) };
    },
  },
};

export default mutant;
