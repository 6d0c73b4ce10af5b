/** Bessel’s factor is claimed and forgotten (tinygrad, MLX). BN-6.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS02',
  says: 'The running variance takes in the biased variance.',
  owed: 'kill',
  breaks: ['BN-6.2'],
  make: (conventions) => batchNorm({ runningStatistic: (v) => v }, conventions),
});

export default mutant;
