/** dx is added to a buffer of its size that is never cleared between calls. BN-13.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'BW18b',
  says: 'dx adds up over calls of the same size.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const buffers = new Map<number, Float64Array>();
    return {
      ...right,
      trainBackward: (call) => {
        const { dx, ...rest } = right.trainBackward(call);
        const before = buffers.get(dx.data.length);
        const now = mapTensor(dx, (value, i) => value + (before?.[i] ?? 0));
        buffers.set(dx.data.length, valuesOf(now));
        return { ...rest, dx: now };
      },
    };
  },
});

export default mutant;
