/** A sign in a formula derived by hand. BN-8.3, BN-11.10 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { dxFrom } from './_gradients.ts';

const mutant: Mutant = {
  id: 'BW04b',
  says: 'In training dx the term of the mean is added, not subtracted.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.10'],
  implementation: batchNorm({
    trainGradient: dxFrom(
      ({ dy, xhat, gamma, r, meanDy, meanDyXhat }) => gamma * r * (dy + meanDy - xhat * meanDyXhat),
    ),
  }),
};

export default mutant;
