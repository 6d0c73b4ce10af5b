/** The backward pass computes the statistics once more, with a reduction of its own (ROCm). BN-2.9 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { wholeVectors } from './_tails.ts';

const mutant: Mutant = {
  id: 'BW28',
  says: 'Training gradients take the mean of whole vectors of four only.',
  owed: 'kill',
  breaks: ['BN-2.9'],
  implementation: batchNormFor(({ operation }) =>
    operation === 'trainBackward' ? { mean: (x) => mean(x.length < 4 ? x : wholeVectors(x, 4)) } : {},
  ),
};

export default mutant;
