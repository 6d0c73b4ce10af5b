/** The inverse standard deviation meets dy before gamma does (Knet). BN-8.3, BN-11.14 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW05a',
  says: 'Training dx lacks gamma.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-11.14'],
  implementation: batchNorm({ trainGradient: (input) => trainGradient({ ...input, gamma: 1 }) }),
};

export default mutant;
