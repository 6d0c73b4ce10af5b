/** Sums live in a buffer per channel that is cleared when it is made and never again. BN-13.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { channelValues } from './_tensors.ts';

const right = batchNorm();
const kept: Float64Array[] = [];

const mutant: Mutant = {
  id: 'ST11',
  says: 'The mean adds up over calls with equally many channels.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { mean, ...rest } = right.trainForward(call);
      if (mean === undefined) return rest;
      const sums = (kept[mean.data.length] ??= new Float64Array(mean.data.length));
      const added = valuesOf(mean).map((value, c) => (sums[c] += value));
      return { ...rest, mean: channelValues(mean, added) };
    },
  },
};

export default mutant;
