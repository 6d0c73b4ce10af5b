/**
 * Results are returned by position, with the variance and the inverse standard deviation swapped. BN-3.2, BN-3.3,
 * BN-3.5 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'IF05a',
  says: 'The variance and the inverse standard deviation are swapped on the way out.',
  owed: 'kill',
  breaks: ['BN-3.2', 'BN-3.3', 'BN-3.5'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { variance, invStd, ...rest } = right.trainForward(call);
        return { ...rest, ...(invStd && { variance: invStd }), ...(variance && { invStd: variance }) };
      },
    };
  },
});

export default mutant;
