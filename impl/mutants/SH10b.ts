/** A result buffer is taken from a pool and, for one channel, not written. BN-8.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();
const pool = new Map<number, Float64Array>();

const mutant: Mutant = {
  id: 'SH10b',
  says: 'With one channel dx is the memory that the last call of that size left.',
  owed: 'kill',
  breaks: ['BN-8.3'],
  implementation: {
    ...right,
    trainBackward: (call) => {
      const answer = right.trainBackward(call);
      const { dx } = answer;
      const before = pool.get(dx.data.length) ?? new Float64Array(dx.data.length);
      pool.set(dx.data.length, valuesOf(dx));
      return call.x.shape[call.axis] === 1 ? { ...answer, dx: mapTensor(dx, (_, i) => before[i]) } : answer;
    },
  },
};

export default mutant;
