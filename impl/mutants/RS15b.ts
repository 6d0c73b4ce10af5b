/**
 * Inverse standard deviations, which the backward pass needs, are averaged instead of variances (torch/nn, early
 * cuDNN). BN-6.2, BN-6.5 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS15b',
  says: 'The running variance averages inverse standard deviations.',
  owed: 'kill',
  breaks: ['BN-6.2', 'BN-6.5'],
  make: (conventions) =>
    batchNormFor(({ epsilon }) => ({ runningStatistic: (v) => inverseStd(v, epsilon) }), conventions),
});

export default mutant;
