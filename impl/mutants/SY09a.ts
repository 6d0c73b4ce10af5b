/** Ranks sum gradients, and so does the training loop. BN-8.1, BN-8.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SY09a',
  says: 'In training dgamma and dbeta count twice.',
  owed: 'kill',
  breaks: ['BN-8.1', 'BN-8.2'],
  implementation: batchNorm({
    trainGradient: (input) => {
      const { dx, dgamma, dbeta } = trainGradient(input);
      return { dx, dgamma: 2 * dgamma, dbeta: 2 * dbeta };
    },
  }),
};

export default mutant;
