/**
 * dx is not multiplied by the inverse standard deviation, the last factor of the formula. BN-8.3, BN-8.5 must object.
 */
import { batchNorm } from './_batch-norm.ts';
import { dxFrom } from './_gradients.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'BW07a',
  says: 'Training dx lacks the inverse standard deviation.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-8.5'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: dxFrom(({ dy, xhat, gamma, meanDy, meanDyXhat }) => gamma * (dy - meanDy - xhat * meanDyXhat)),
      },
      conventions,
    ),
});
