/**
 * The backward pass computes the mean again, and leaves out what fills no vector of four (ROCm). BN-2.9 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { wholeVectors } from './_tails.ts';

const mutant: MutantFactory = factory({
  id: 'BW28',
  says: 'Training gradients take the mean of whole vectors of four only.',
  owed: 'kill',
  breaks: ['BN-2.9'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) =>
        operation === 'trainBackward' ? { mean: (x) => mean(x.length < 4 ? x : wholeVectors(x, 4)) } : {},
      conventions,
    ),
});

export default mutant;
