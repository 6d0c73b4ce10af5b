/** Epsilon is added to every squared deviation and once more to their mean. BN-3.3, BN-11.13 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { isInference } from '../../spec/terms/operations.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP14b',
  says: 'In training epsilon is added twice.',
  owed: 'kill',
  breaks: ['BN-3.3', 'BN-11.13'],
  make: (conventions) =>
    batchNormFor(
      ({ operation }) =>
        isInference(operation) ? {} : { inverseStd: (v, epsilon) => inverseStd(v + epsilon, epsilon) },
      conventions,
    ),
});

export default mutant;
