/** Gamma is fixed at 1, which is the default in mxnet. BN-5.1, BN-8.3, BN-9.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inferGradient, trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF01a',
  says: 'Gamma counts as 1.',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-8.3', 'BN-9.1'],
  make: (conventions) =>
    batchNorm(
      {
        affine: (xhat, _gamma, beta) => xhat + beta,
        trainGradient: (input) => trainGradient({ ...input, gamma: 1 }),
        inferGradient: (input) => inferGradient({ ...input, gamma: 1 }),
      },
      conventions,
    ),
});

export default mutant;
