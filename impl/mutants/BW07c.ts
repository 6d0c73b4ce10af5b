/** The variance term of dx has one factor of the inverse standard deviation too many. BN-8.3, BN-11.11 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { dxFrom } from './_gradients.ts';

const mutant: MutantFactory = factory({
  id: 'BW07c',
  says: 'In training dx the term of the variance has the inverse standard deviation once more.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.11'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: dxFrom(
          ({ dy, xhat, gamma, r, meanDy, meanDyXhat }) => gamma * r * (dy - meanDy - r * xhat * meanDyXhat),
        ),
      },
      conventions,
    ),
});

export default mutant;
