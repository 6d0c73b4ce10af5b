/** dx is added to what a buffer of the same size holds. BN-13.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();
const buffers = new Map<number, Float64Array>();

const mutant: Mutant = {
  id: 'BW18b',
  says: 'dx adds up over calls of the same size.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  implementation: {
    ...right,
    trainBackward: (call) => {
      const { dx, ...rest } = right.trainBackward(call);
      const before = buffers.get(dx.data.length);
      const now = mapTensor(dx, (value, i) => value + (before?.[i] ?? 0));
      buffers.set(dx.data.length, valuesOf(now));
      return { ...rest, dx: now };
    },
  },
};

export default mutant;
