/** m / (m - 1) with m = 1: NaN in PyTorch’s operation, rejected in its layer, 1 elsewhere. No clause objects. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'RS06',
  says: 'With one value per channel the running variance becomes NaN.',
  owed: 'convention',
  breaks: [],
  implementation: batchNorm({ runningStatistic: (v, m) => (v * m) / (m - 1) }),
};

export default mutant;
