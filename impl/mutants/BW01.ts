/** The formula of inference: the batch’s mean and variance count as constants (DL4J). BN-8.3, BN-11.10 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inferGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW01',
  says: 'Training dx lacks the terms of mean and variance.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.10'],
  implementation: batchNorm({ trainGradient: inferGradient }),
};

export default mutant;
