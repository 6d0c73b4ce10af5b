/** dgamma and dbeta are summed over the ranks twice, here and in the training loop. BN-8.1, BN-8.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SY09a',
  says: 'In training dgamma and dbeta count twice.',
  owed: 'kill',
  breaks: ['BN-8.1', 'BN-8.2'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => {
          const { dx, dgamma, dbeta } = trainGradient(input);
          return { dx, dgamma: 2 * dgamma, dbeta: 2 * dbeta };
        },
      },
      conventions,
    ),
});

export default mutant;
