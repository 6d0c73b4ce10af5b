/** The conversion of y to float16 saturates at 65504 where it should overflow to infinity. BN-12.6 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SV50',
  says: 'In float16 a y beyond 65504 is 65504, not infinite.',
  owed: 'kill',
  breaks: ['BN-12.6'],
  make: (conventions) => {
    const right = batchNorm({}, { ...conventions, dtypes: ['float16'] });
    return {
      ...right,
      inferForward: (call) => {
        const { y } = right.inferForward(call);
        return { y: mapTensor(y, (value) => Math.max(-65_504, Math.min(65_504, value))) };
      },
    };
  },
});

export default mutant;
