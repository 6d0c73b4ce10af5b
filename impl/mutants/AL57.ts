/** With one value per channel the mean is x itself, not a copy of it. BN-13.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL57',
  says: 'With one value per channel the mean is the memory of x.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { mean, ...rest } = right.trainForward(call);
        const { dtype, shape, data } = call.x;
        const single = data.length === shape[call.axis] && dtype === mean?.dtype;
        return { ...rest, ...(mean && { mean: single ? { ...mean, data } : mean }) };
      },
    };
  },
});

export default mutant;
