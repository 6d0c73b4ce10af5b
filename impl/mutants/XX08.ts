/** The mean is cheap to compute again, so that the saved one is not read. BN-8.9 must object. */
import { layoutOf } from '../../spec/terms/layout.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { gather } from '../../spec/terms/channel.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX08',
  says: 'Gradients from saved statistics use the mean of x instead of the given one.',
  owed: 'kill',
  breaks: ['BN-8.9'],
  implementation: {
    ...right,
    savedBackward: (call) => {
      const layout = layoutOf(call.x.shape, call.axis);
      const means = mapTensor(call.mean, (_, c) => mean(gather(valuesOf(call.x), layout, c)));
      return right.savedBackward({ ...call, mean: means });
    },
  },
};

export default mutant;
