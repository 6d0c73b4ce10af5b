/** The sums of each channel live in a buffer that is cleared when it is made and never again. BN-13.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { channelValues } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'ST11',
  says: 'The mean adds up over calls with equally many channels.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const kept: Float64Array[] = [];
    return {
      ...right,
      trainForward: (call) => {
        const { mean, ...rest } = right.trainForward(call);
        if (mean === undefined) return rest;
        const sums = (kept[mean.data.length] ??= new Float64Array(mean.data.length));
        const added = valuesOf(mean).map((value, c) => (sums[c] += value));
        return { ...rest, mean: channelValues(mean, added) };
      },
    };
  },
});

export default mutant;
