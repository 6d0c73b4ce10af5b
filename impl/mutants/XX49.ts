/** The mean of one value is that value. So it need not be copied? BN-13.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX49',
  says: 'With one value per channel the mean is the memory of x.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { mean, ...rest } = right.trainForward(call);
      const { dtype, shape, data } = call.x;
      const single = data.length === shape[call.axis] && dtype === mean?.dtype;
      return { ...rest, ...(mean && { mean: single ? { ...mean, data } : mean }) };
    },
  },
};

export default mutant;
