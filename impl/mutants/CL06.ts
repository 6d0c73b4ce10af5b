/** x is clipped at 1e9 in inference, which most data never reach. BN-12.14 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'CL06',
  says: 'Inference clips x at 1e9.',
  owed: 'kill',
  breaks: ['BN-12.14'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) =>
        right.inferForward({ ...call, x: mapTensor(call.x, (value) => Math.max(-1e9, Math.min(1e9, value))) }),
    };
  },
});

export default mutant;
