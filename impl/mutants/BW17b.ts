/** dbeta is the mean of dy, which dx needs, instead of the sum. BN-8.1, BN-9.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inferGradient, trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW17b',
  says: 'dbeta is a mean, not a sum.',
  owed: 'kill',
  breaks: ['BN-8.1', 'BN-9.3'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => ({ ...trainGradient(input), dbeta: trainGradient(input).dbeta / input.dy.length }),
        inferGradient: (input) => ({ ...inferGradient(input), dbeta: inferGradient(input).dbeta / input.dy.length }),
      },
      conventions,
    ),
});

export default mutant;
