/** Inference leaves gamma out, as if the statistics held it already. BN-7.1, BN-7.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, onlyIn } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF01b',
  says: 'In inference gamma counts as 1 in y.',
  owed: 'kill',
  breaks: ['BN-7.1', 'BN-7.5'],
  make: (conventions) =>
    onlyIn(batchNorm({ affine: (xhat, _gamma, beta) => xhat + beta }, conventions), { inferForward: ['y'] }),
});

export default mutant;
