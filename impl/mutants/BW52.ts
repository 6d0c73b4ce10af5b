/** Gradients from saved statistics divide by the degrees of freedom, m - 1, instead of m. BN-8.9 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW52',
  says: 'Gradients from saved statistics divide by m - 1.',
  owed: 'kill',
  breaks: ['BN-8.9'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) =>
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
      conventions,
    ),
});

export default mutant;
