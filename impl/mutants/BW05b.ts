/** dx is multiplied by gamma in training and not in inference. BN-9.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inferGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW05b',
  says: 'Inference dx lacks gamma.',
  owed: 'kill',
  breaks: ['BN-9.1'],
  make: (conventions) => batchNorm({ inferGradient: (input) => inferGradient({ ...input, gamma: 1 }) }, conventions),
});

export default mutant;
