/** Activations are clipped on their way in, far from where anyone looks. BN-12.14 must object. */
import { mapTensor } from './_tensors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX65',
  says: 'Inference clips x at 1e9.',
  owed: 'kill',
  breaks: ['BN-12.14'],
  implementation: {
    ...right,
    inferForward: (call) =>
      right.inferForward({ ...call, x: mapTensor(call.x, (value) => Math.max(-1e9, Math.min(1e9, value))) }),
  },
};

export default mutant;
