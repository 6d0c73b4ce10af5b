/**
 * The given variance is taken for a standard deviation, which another library keeps in its state. BN-7.4 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'IF04a',
  says: 'Inference takes the given variance for a standard deviation.',
  owed: 'kill',
  breaks: ['BN-7.4'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) =>
        isInference(operation) ? { inverseStd: (std, epsilon) => inverseStd(std * std, epsilon) } : {},
      conventions,
    ),
});

export default mutant;
