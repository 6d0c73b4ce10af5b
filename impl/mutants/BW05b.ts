/** Gamma counts in training only. BN-9.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inferGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW05b',
  says: 'Inference dx lacks gamma.',
  owed: 'kill',
  breaks: ['BN-9.1'],
  implementation: batchNorm({ inferGradient: (input) => inferGradient({ ...input, gamma: 1 }) }),
};

export default mutant;
