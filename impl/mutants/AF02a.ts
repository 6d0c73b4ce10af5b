/** Training normalizes and scales, and never adds beta. BN-5.1, BN-11.1 must object. */
import { batchNorm, onlyIn } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'AF02a',
  says: 'In training beta counts as 0.',
  owed: 'kill',
  breaks: ['BN-5.1', 'BN-11.1'],
  make: (conventions) =>
    onlyIn(batchNorm({ affine: (xhat, gamma) => gamma * xhat }, conventions), { trainForward: ['y'] }),
});
