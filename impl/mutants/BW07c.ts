/** One factor too many in one term. BN-8.3, BN-11.11 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { dxFrom } from './_gradients.ts';

const mutant: Mutant = {
  id: 'BW07c',
  says: 'In training dx the term of the variance has the inverse standard deviation once more.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.11'],
  implementation: batchNorm({
    trainGradient: dxFrom(
      ({ dy, xhat, gamma, r, meanDy, meanDyXhat }) => gamma * r * (dy - meanDy - r * xhat * meanDyXhat),
    ),
  }),
};

export default mutant;
