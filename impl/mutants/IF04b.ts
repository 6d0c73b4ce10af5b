/**
 * The given variance is taken for the inverse standard deviation, which another library keeps in its state (cuDNN,
 * mxnet). BN-7.4, BN-9.2 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'IF04b',
  says: 'Inference takes the given variance for the inverse standard deviation.',
  owed: 'kill',
  breaks: ['BN-7.4', 'BN-9.2'],
  make: (conventions) =>
    batchNormFor(({ operation }) => (isInference(operation) ? { inverseStd: (invStd) => invStd } : {}), conventions),
});

export default mutant;
