/**
 * The conversion of y to float16 flushes what is below 6e-5 to 0, where float16 has subnormal numbers. BN-12.10 must
 * object.
 */
import { formats } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SV51',
  says: 'In float16 a subnormal y is 0.',
  owed: 'kill',
  breaks: ['BN-12.10'],
  make: (conventions) => {
    const right = batchNorm({}, { ...conventions, dtypes: ['float16'] });
    return {
      ...right,
      trainForward: (call) => {
        const { y, ...rest } = right.trainForward(call);
        return { ...rest, y: mapTensor(y, (value) => (Math.abs(value) < formats.float16.smallestNormal ? 0 : value)) };
      },
    };
  },
});

export default mutant;
