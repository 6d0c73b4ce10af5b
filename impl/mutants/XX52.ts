/** A view that begins where its buffer begins is taken for all of it. BN-13.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX52',
  says: 'Where gamma begins its buffer, inference takes its entries from the end of that buffer.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const { gamma } = call;
      if (gamma?.dtype !== 'float32' || gamma.data.byteOffset > 0) return right.inferForward(call);
      const whole = new Float32Array(gamma.data.buffer);
      return right.inferForward({ ...call, gamma: { ...gamma, data: whole.subarray(-gamma.data.length) } });
    },
  },
};

export default mutant;
