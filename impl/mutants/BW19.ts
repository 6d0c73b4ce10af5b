/**
 * Inference gradients use the training formula: the mode is ignored (pytorch/xla, mxnet), or the formula is given the
 * running statistics (darknet). BN-9.1, BN-9.4 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW19',
  says: 'Inference gradients use the training formula.',
  owed: 'kill',
  breaks: ['BN-9.1', 'BN-9.4'],
  make: (conventions) => batchNorm({ inferGradient: trainGradient }, conventions),
});

export default mutant;
