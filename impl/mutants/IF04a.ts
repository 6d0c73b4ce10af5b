/** The state holds a deviation in another library. BN-7.4 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'IF04a',
  says: 'Inference takes the given variance for a standard deviation.',
  owed: 'kill',
  breaks: ['BN-7.4'],
  implementation: batchNormFor(({ operation }) =>
    isInference(operation) ? { inverseStd: (std, epsilon) => inverseStd(std * std, epsilon) } : {},
  ),
};

export default mutant;
