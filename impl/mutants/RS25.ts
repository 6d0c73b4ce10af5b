/** The output was never seeded with the input (onnxruntime). BN-6.1, BN-6.7 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'RS25',
  says: 'The old running statistics count as 0.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.7'],
  implementation: batchNorm({ update: (_old, statistic, weight) => weight * statistic }),
};

export default mutant;
