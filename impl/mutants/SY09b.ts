/** dgamma and dbeta are averaged over the ranks where they must be summed. BN-8.1, BN-8.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SY09b',
  says: 'In training dgamma and dbeta are halved.',
  owed: 'kill',
  breaks: ['BN-8.1', 'BN-8.2'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => {
          const { dx, dgamma, dbeta } = trainGradient(input);
          return { dx, dgamma: dgamma / 2, dbeta: dbeta / 2 };
        },
      },
      conventions,
    ),
});

export default mutant;
