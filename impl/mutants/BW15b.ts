/** The sum runs over dy · (x - mean) and is never scaled. BN-8.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW15b',
  says: 'Training dgamma lacks the inverse standard deviation.',
  owed: 'kill',
  breaks: ['BN-8.2'],
  implementation: batchNorm({
    trainGradient: (input) => ({ ...trainGradient(input), dgamma: trainGradient(input).dgamma / input.invStd }),
  }),
};

export default mutant;
