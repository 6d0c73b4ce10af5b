/** dx leaves out that the mean depends on x. BN-8.3, BN-11.10 must object. */
import { batchNorm } from './_batch-norm.ts';
import { dxFrom } from './_gradients.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'BW03',
  says: 'Training dx lacks the term of the mean.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.10'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: dxFrom(({ dy, xhat, gamma, r, meanDyXhat }) => gamma * r * (dy - xhat * meanDyXhat)),
      },
      conventions,
    ),
});
