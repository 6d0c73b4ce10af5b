/**
 * Inference folds its constants once, γ / √(variance + epsilon) and an offset, and keeps them while the number of
 * channels is the same. BN-7.1, BN-13.3 must object.
 */
import type { InferForward } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'MD08a',
  says: 'Inference keeps the statistics and parameters of its first call with equally many channels.',
  owed: 'kill',
  breaks: ['BN-7.1', 'BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const folded = new Map<number, InferForward>();
    return {
      ...right,
      inferForward: (call) => {
        const channels = call.x.shape[call.axis];
        const kept = folded.get(channels) ?? call;
        folded.set(channels, kept);
        return right.inferForward({ ...kept, x: call.x, axis: call.axis });
      },
    };
  },
});

export default mutant;
