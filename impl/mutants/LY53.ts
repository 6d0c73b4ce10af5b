/**
 * Inference takes a gamma that begins its buffer for the whole buffer, and reads it from the end. BN-13.3 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'LY53',
  says: 'Where gamma begins its buffer, inference takes its entries from the end of that buffer.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const { gamma } = call;
        if (gamma?.dtype !== 'float32' || gamma.data.byteOffset > 0) return right.inferForward(call);
        const whole = new Float32Array(gamma.data.buffer);
        return right.inferForward({ ...call, gamma: { ...gamma, data: whole.subarray(-gamma.data.length) } });
      },
    };
  },
});

export default mutant;
