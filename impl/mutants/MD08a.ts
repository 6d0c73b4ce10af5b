/**
 * γ / √(variance + epsilon) and its offset are folded once and kept while the number of channels is the same. BN-7.1,
 * BN-13.3 must object.
 */
import type { InferForward } from '../../spec/terms/contract.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();
const folded = new Map<number, InferForward>();

const mutant: Mutant = {
  id: 'MD08a',
  says: 'Inference keeps the statistics and parameters of its first call with equally many channels.',
  owed: 'kill',
  breaks: ['BN-7.1', 'BN-13.3'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const channels = call.x.shape[call.axis];
      const kept = folded.get(channels) ?? call;
      folded.set(channels, kept);
      return right.inferForward({ ...kept, x: call.x, axis: call.axis });
    },
  },
};

export default mutant;
