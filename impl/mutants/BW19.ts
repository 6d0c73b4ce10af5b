/**
 * The mode is not asked for (pytorch/xla, mxnet); darknet puts the given statistics into the training formula. BN-9.1,
 * BN-9.4 must object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'BW19',
  says: 'Inference gradients use the training formula.',
  owed: 'kill',
  breaks: ['BN-9.1', 'BN-9.4'],
  implementation: batchNorm({ inferGradient: trainGradient }),
};

export default mutant;
