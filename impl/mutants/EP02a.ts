/** Epsilon is missing, so that a constant channel divides by 0. BN-4.2, BN-4.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP02a',
  says: 'Epsilon counts as 0.',
  owed: 'kill',
  breaks: ['BN-4.2', 'BN-4.3'],
  make: (conventions) => batchNorm({ inverseStd: (v) => 1 / Math.sqrt(v) }, conventions),
});

export default mutant;
