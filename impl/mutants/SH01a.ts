/**
 * The loop over vectors of 4 has no loop for the rest of a row, where y of training is not written. BN-2.7 must object.
 */
import { layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { inRowTail } from './_tails.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'SH01a',
  says: 'In training y stays 0 at the last positions of a row that fill no vector of 4.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const layout = layoutOf(call.x.shape, call.axis);
        const { y, ...rest } = right.trainForward(call);
        return { ...rest, y: mapTensor(y, (value, i) => (layout.inner > 4 && inRowTail(layout, i, 4) ? 0 : value)) };
      },
    };
  },
});

export default mutant;
