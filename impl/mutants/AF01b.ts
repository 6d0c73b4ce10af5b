/** Gamma is folded into the statistics of training, and inference does without. BN-7.1, BN-7.5 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, onlyIn } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'AF01b',
  says: 'In inference gamma counts as 1 in y.',
  owed: 'kill',
  breaks: ['BN-7.1', 'BN-7.5'],
  implementation: onlyIn(batchNorm({ affine: (xhat, _gamma, beta) => xhat + beta }), { inferForward: ['y'] }),
};

export default mutant;
