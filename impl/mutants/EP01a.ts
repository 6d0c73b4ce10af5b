/** Epsilon is added after the square root instead of before it, as in early darknet. BN-3.3, BN-4.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP01a',
  says: 'Epsilon is added outside the square root: 1 / (√v + epsilon).',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-4.2'],
  make: (conventions) => batchNorm({ inverseStd: (v, epsilon) => 1 / (Math.sqrt(v) + epsilon) }, conventions),
});

export default mutant;
