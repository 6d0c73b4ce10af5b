/** The mean term of dx has the wrong sign, as in a formula derived by hand. BN-8.3, BN-8.4 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { dxFrom } from './_gradients.ts';

const mutant: MutantFactory = factory({
  id: 'BW04b',
  says: 'In training dx the term of the mean is added, not subtracted.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-8.4'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: dxFrom(
          ({ dy, xhat, gamma, r, meanDy, meanDyXhat }) => gamma * r * (dy + meanDy - xhat * meanDyXhat),
        ),
      },
      conventions,
    ),
});

export default mutant;
