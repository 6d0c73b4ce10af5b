/** Values of dy that are NaN are left out of dgamma and dbeta. BN-10.5, BN-10.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inferGradient, trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SV02e',
  says: 'A dy that is NaN counts as 0 in dgamma and dbeta.',
  owed: 'kill',
  breaks: ['BN-10.5', 'BN-10.7'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => ({
          ...trainGradient({ ...input, dy: input.dy.map((g) => g || 0) }),
          dx: trainGradient(input).dx,
        }),
        inferGradient: (input) => ({
          ...inferGradient({ ...input, dy: input.dy.map((g) => g || 0) }),
          dx: inferGradient(input).dx,
        }),
      },
      conventions,
    ),
});

export default mutant;
