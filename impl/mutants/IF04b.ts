/** The state holds the inverse standard deviation in another library (cuDNN, mxnet). BN-7.4, BN-9.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'IF04b',
  says: 'Inference takes the given variance for the inverse standard deviation.',
  owed: 'kill',
  breaks: ['BN-7.4', 'BN-9.2'],
  implementation: batchNormFor(({ operation }) => (isInference(operation) ? { inverseStd: (invStd) => invStd } : {})),
};

export default mutant;
