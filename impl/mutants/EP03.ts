/**
 * The argument is ignored; its usual value is written into the kernel (Paddle, finn-base). BN-3.3, BN-4.2 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP03',
  says: 'Epsilon is always 1e-5.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  make: (conventions) => batchNorm({ inverseStd: (v) => 1 / Math.sqrt(v + 1e-5) }, conventions),
});

export default mutant;
