/** dx is not multiplied by gamma (Knet). BN-8.3, BN-11.14 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW05a',
  says: 'Training dx lacks gamma.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.14'],
  make: (conventions) => batchNorm({ trainGradient: (input) => trainGradient({ ...input, gamma: 1 }) }, conventions),
});

export default mutant;
