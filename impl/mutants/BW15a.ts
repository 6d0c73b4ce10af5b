/** x̂ holds the inverse standard deviation already (XLA’s documentation). BN-8.2, BN-9.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inferGradient, trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW15a',
  says: 'dgamma is multiplied by the inverse standard deviation once more.',
  owed: 'kill',
  breaks: ['BN-8.2', 'BN-9.2'],
  implementation: batchNorm({
    trainGradient: (input) => ({ ...trainGradient(input), dgamma: trainGradient(input).dgamma * input.invStd }),
    inferGradient: (input) => ({ ...inferGradient(input), dgamma: inferGradient(input).dgamma * input.invStd }),
  }),
};

export default mutant;
