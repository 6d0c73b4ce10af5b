/** dx is multiplied by gamma twice: dy is scaled, and so is the result. BN-8.3, BN-11.14 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW06a',
  says: 'Training dx has gamma squared.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.14'],
  make: (conventions) =>
    batchNorm({ trainGradient: (input) => trainGradient({ ...input, gamma: input.gamma ** 2 }) }, conventions),
});

export default mutant;
