/** Training adds beta and inference does not: two code paths for one formula (darknet). BN-7.1 must object. */
import { batchNorm, onlyIn } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'AF02b',
  says: 'In inference beta counts as 0.',
  owed: 'kill',
  breaks: ['BN-7.1'],
  make: (conventions) =>
    onlyIn(batchNorm({ affine: (xhat, gamma) => gamma * xhat }, conventions), { inferForward: ['y'] }),
});
