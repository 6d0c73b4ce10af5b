/** Bessel’s factor is claimed and forgotten (tinygrad, MLX). BN-6.2 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'RS02',
  says: 'The running variance takes in the biased variance.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  make: (conventions) => batchNorm({ runningStatistic: (v) => v }, conventions),
});
