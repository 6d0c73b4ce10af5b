/** With one value per channel y is 0: x - mean is 0, and beta is left out. BN-4.4 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'AF50',
  says: 'With one value per channel y is 0, whatever beta is.',
  owed: 'kill',
  breaks: ['BN-4.4'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { y, ...rest } = right.trainForward(call);
        return { ...rest, y: y.data.length === y.shape[call.axis] ? filled(y, 0) : y };
      },
    };
  },
});

export default mutant;
