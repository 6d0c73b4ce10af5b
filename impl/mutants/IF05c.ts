/**
 * The variance that is returned is the inverse standard deviation, as in older operators (onnxruntime). BN-3.2 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'IF05c',
  says: 'The variance that is handed out is the inverse standard deviation.',
  owed: 'kill',
  breaks: ['BN-3.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { invStd, variance: _variance, ...rest } = right.trainForward(call);
        return { ...rest, ...(invStd && { variance: invStd }) };
      },
    };
  },
});

export default mutant;
