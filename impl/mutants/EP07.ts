/**
 * A least epsilon is claimed nowhere, yet smaller ones are raised to it in silence (TensorFlow, mxnet). BN-4.2,
 * BN-7.4, BN-8.8 must object.
 */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'EP07',
  says: 'An epsilon below 1.001e-5 is raised to it.',
  owed: 'kill',
  breaks: ['BN-4.2', 'BN-7.4', 'BN-8.8'],
  implementation: batchNorm({ inverseStd: (v, epsilon) => inverseStd(v, Math.max(epsilon, 1.001e-5)) }),
};

export default mutant;
