/** Training adds beta and inference does not: two code paths for one formula (darknet). BN-7.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, onlyIn } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF02b',
  says: 'In inference beta counts as 0.',
  owed: 'kill',
  breaks: ['BN-7.1'],
  make: (conventions) =>
    onlyIn(batchNorm({ affine: (xhat, gamma) => gamma * xhat }, conventions), { inferForward: ['y'] }),
});

export default mutant;
