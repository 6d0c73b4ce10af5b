/**
 * The update ignores the old running statistics: its output was never seeded with them (onnxruntime). BN-6.1, BN-6.7
 * must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS25',
  says: 'The old running statistics count as 0.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.7'],
  make: (conventions) => batchNorm({ update: (_old, statistic, weight) => weight * statistic }, conventions),
});

export default mutant;
