/**
 * With one value per channel Bessel’s factor m / (m - 1) is infinite: NaN in PyTorch’s operation, rejected in its
 * layer, 1 elsewhere. No clause objects.
 */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'RS06',
  says: 'With one value per channel the running variance becomes NaN.',
  owed: 'convention',
  breaks: [],
  make: (conventions) => batchNorm({ runningStatistic: (v, m) => (v * m) / (m - 1) }, conventions),
});
