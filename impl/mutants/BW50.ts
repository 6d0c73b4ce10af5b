/** Gradients from saved statistics compute the mean again instead of reading the saved one. BN-8.9 must object. */
import { layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { gather } from '../../spec/terms/channel-values.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'BW50',
  says: 'Gradients from saved statistics use the mean of x instead of the given one.',
  owed: 'kill',
  breaks: ['BN-8.9'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      savedBackward: (call) => {
        const layout = layoutOf(call.x.shape, call.axis);
        const means = mapTensor(call.mean, (_, c) => mean(gather(valuesOf(call.x), layout, c)));
        return right.savedBackward({ ...call, mean: means });
      },
    };
  },
});

export default mutant;
