/**
 * dx has the formula of inference: the batch’s mean and variance count as constants (DL4J). BN-8.3, BN-11.10 must
 * object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inferGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW01',
  says: 'Training dx lacks the terms of mean and variance.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.10'],
  make: (conventions) => batchNorm({ trainGradient: inferGradient }, conventions),
});

export default mutant;
