/** dx leaves out that the variance depends on x. BN-8.3, BN-11.11 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { dxFrom } from './_gradients.ts';

const mutant: MutantFactory = factory({
  id: 'BW02',
  says: 'Training dx lacks the term of the variance.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.11'],
  make: (conventions) =>
    batchNorm({ trainGradient: dxFrom(({ dy, gamma, r, meanDy }) => gamma * r * (dy - meanDy)) }, conventions),
});

export default mutant;
