/** Bessel’s factor is claimed and forgotten (tinygrad, MLX). BN-6.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'RS02',
  says: 'The running variance takes in the biased variance.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  implementation: batchNorm({ runningStatistic: (v) => v }),
};

export default mutant;
