/** A rank without samples divides by 0 (detectron2). BN-4.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SY13',
  says: 'With a batch of 1 the second rank is empty, and everything becomes NaN.',
  owed: 'kill',
  breaks: ['BN-4.1'],
  make: (conventions) =>
    batchNormFor(
      ({ operation, batch }) => (operation === 'trainForward' && batch === 1 ? { mean: () => Number.NaN } : {}),
      conventions,
    ),
});

export default mutant;
