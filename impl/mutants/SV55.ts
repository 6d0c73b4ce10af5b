/** dbeta, which depends on dy alone, is NaN where x is: a mask is computed from x. BN-10.6 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SV55',
  says: 'A NaN in x makes dbeta NaN.',
  owed: 'kill',
  breaks: ['BN-10.6'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => ({
          ...trainGradient(input),
          dbeta: input.dy.reduce((sum, g, i) => sum + g + (input.xhat[i] - input.xhat[i]), 0),
        }),
      },
      conventions,
    ),
});

export default mutant;
