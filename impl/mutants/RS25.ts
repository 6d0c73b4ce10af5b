/**
 * The update ignores the old running statistics: its output was never seeded with them (onnxruntime). BN-6.1, BN-6.7
 * must object.
 */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
  id: 'RS25',
  says: 'The old running statistics count as 0.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.7'],
  make: (conventions) => batchNorm({ update: (_old, statistic, weight) => weight * statistic }, conventions),
});
