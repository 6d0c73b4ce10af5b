/** The mean is at hand for dx and is handed out. BN-8.1, BN-9.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inferGradient, trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW17b',
  says: 'dbeta is a mean, not a sum.',
  owed: 'kill',
  breaks: ['BN-8.1', 'BN-9.3'],
  implementation: batchNorm({
    trainGradient: (input) => ({ ...trainGradient(input), dbeta: trainGradient(input).dbeta / input.dy.length }),
    inferGradient: (input) => ({ ...inferGradient(input), dbeta: inferGradient(input).dbeta / input.dy.length }),
  }),
};

export default mutant;
