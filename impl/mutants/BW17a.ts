/** The mean is at hand for dx and is handed out. BN-8.2, BN-11.8 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW17a',
  says: 'dgamma is a mean, not a sum.',
  owed: 'kill',
  breaks: ['BN-8.2', 'BN-11.8'],
  implementation: batchNorm({
    trainGradient: (input) => ({ ...trainGradient(input), dgamma: trainGradient(input).dgamma / input.dy.length }),
  }),
};

export default mutant;
