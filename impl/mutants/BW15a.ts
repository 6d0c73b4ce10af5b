/**
 * dgamma is multiplied by the inverse standard deviation, which x̂ contains already (XLA’s documentation). BN-8.2,
 * BN-9.2 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inferGradient, trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW15a',
  says: 'dgamma is multiplied by the inverse standard deviation once more.',
  owed: 'kill',
  breaks: ['BN-8.2', 'BN-9.2'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => ({ ...trainGradient(input), dgamma: trainGradient(input).dgamma * input.invStd }),
        inferGradient: (input) => ({ ...inferGradient(input), dgamma: inferGradient(input).dgamma * input.invStd }),
      },
      conventions,
    ),
});

export default mutant;
