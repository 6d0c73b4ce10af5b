/** What the backward pass needs is averaged (torch/nn, early cuDNN). BN-6.2, BN-6.5 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'RS15b',
  says: 'The running variance averages inverse standard deviations.',
  owed: 'kill',
  breaks: ['BN-6.2', 'BN-6.5'],
  implementation: batchNormFor(({ epsilon }) => ({ runningStatistic: (v) => inverseStd(v, epsilon) })),
};

export default mutant;
