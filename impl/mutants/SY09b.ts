/** Ranks average gradients that must be summed. BN-8.1, BN-8.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SY09b',
  says: 'In training dgamma and dbeta are halved.',
  owed: 'kill',
  breaks: ['BN-8.1', 'BN-8.2'],
  implementation: batchNorm({
    trainGradient: (input) => {
      const { dx, dgamma, dbeta } = trainGradient(input);
      return { dx, dgamma: dgamma / 2, dbeta: dbeta / 2 };
    },
  }),
};

export default mutant;
