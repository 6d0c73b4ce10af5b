/**
 * With one value per channel Bessel’s factor m / (m - 1) is infinite: NaN in PyTorch’s operation, rejected in its
 * layer, 1 elsewhere. No clause objects.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS06',
  says: 'With one value per channel the running variance becomes NaN.',
  owed: 'convention',
  breaks: [],
  make: (conventions) => batchNorm({ runningStatistic: (v, m) => (v * m) / (m - 1) }, conventions),
});

export default mutant;
