/** dgamma is the mean of dy · x̂, which dx needs, instead of the sum. BN-8.2, BN-11.8 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW17a',
  says: 'dgamma is a mean, not a sum.',
  owed: 'kill',
  breaks: ['BN-8.2', 'BN-11.8'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => ({ ...trainGradient(input), dgamma: trainGradient(input).dgamma / input.dy.length }),
      },
      conventions,
    ),
});

export default mutant;
