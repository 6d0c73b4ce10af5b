/** Statistics over finite values only. BN-10.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { mean, variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SV04b',
  says: 'Infinities are left out of mean and variance.',
  owed: 'kill',
  breaks: ['BN-10.2'],
  implementation: batchNorm({
    mean: (x) => mean(x.filter((value) => Math.abs(value) !== Infinity)),
    variance: (x, center) =>
      variance(
        x.filter((value) => Math.abs(value) !== Infinity),
        center,
      ),
  }),
};

export default mutant;
