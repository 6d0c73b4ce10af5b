/** dx leaves out that the variance depends on x. BN-8.3, BN-11.11 must object. */
import { batchNorm } from './_batch-norm.ts';
import { dxFrom } from './_gradients.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'BW02',
  says: 'Training dx lacks the term of the variance.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.11'],
  make: (conventions) =>
    batchNorm({ trainGradient: dxFrom(({ dy, gamma, r, meanDy }) => gamma * r * (dy - meanDy)) }, conventions),
});
