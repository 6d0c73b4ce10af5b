/** Gamma is fixed at 1, as mxnet does unless told otherwise. BN-5.1, BN-8.3, BN-9.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inferGradient, trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'AF01a',
  says: 'Gamma counts as 1.',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-8.3', 'BN-9.1'],
  implementation: batchNorm({
    affine: (xhat, _gamma, beta) => xhat + beta,
    trainGradient: (input) => trainGradient({ ...input, gamma: 1 }),
    inferGradient: (input) => inferGradient({ ...input, gamma: 1 }),
  }),
};

export default mutant;
