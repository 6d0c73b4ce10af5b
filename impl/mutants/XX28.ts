/** The saved pass divides by the degrees of freedom. BN-8.9 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX28',
  says: 'Gradients from saved statistics divide by m - 1.',
  owed: 'kill',
  breaks: ['BN-8.9'],
  implementation: batchNormFor(({ operation }) =>
    operation === 'savedBackward'
      ? {
          trainGradient: (input) => {
            const { dgamma, dbeta } = trainGradient(input);
            const freedom = Math.max(1, input.dy.length - 1);
            const dx = input.dy.map(
              (g, i) => input.gamma * input.invStd * (g - (dbeta + input.xhat[i] * dgamma) / freedom),
            );
            return { dx, dgamma, dbeta };
          },
        }
      : {},
  ),
};

export default mutant;
