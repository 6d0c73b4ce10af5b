/** Training normalizes and scales, and never adds beta. BN-5.1, BN-11.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, onlyIn } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF02a',
  says: 'In training beta counts as 0.',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-11.1'],
  make: (conventions) =>
    onlyIn(batchNorm({ affine: (xhat, gamma) => gamma * xhat }, conventions), { trainForward: ['y'] }),
});

export default mutant;
