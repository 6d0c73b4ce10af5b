/**
 * The loop over vectors of 16 has no loop for the rest of a row, where inference passes x through (ARM Compute
 * Library). BN-2.8 must object.
 */
import { layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { inRowTail } from './_tails.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH01b',
  says: 'In inference x is passed through at the last positions of a row that fill no vector of 16.',
  owed: 'kill',
  breaks: ['BN-2.8'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const layout = layoutOf(call.x.shape, call.axis);
        const x = valuesOf(call.x);
        const { y } = right.inferForward(call);
        return { y: mapTensor(y, (value, i) => (layout.inner > 16 && inRowTail(layout, i, 16) ? x[i] : value)) };
      },
    };
  },
});

export default mutant;
