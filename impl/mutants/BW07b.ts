/** The formula of dx is given x - mean where it needs x̂. BN-8.3, BN-8.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { dxFrom } from './_gradients.ts';

const mutant: MutantFactory = factory({
  id: 'BW07b',
  says: 'In training dx x - mean is used for x̂.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-8.5'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: dxFrom(
          ({ dy, xhat, gamma, r, meanDy, meanDyXhat }) => gamma * r * (dy - meanDy - (xhat / r) * meanDyXhat),
        ),
      },
      conventions,
    ),
});

export default mutant;
