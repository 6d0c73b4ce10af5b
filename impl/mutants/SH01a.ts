/** The loop over vectors has no loop for the rest. BN-2.7 must object. */
import { layoutOf } from '../../spec/terms/layout.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { inRowTail } from './_tails.ts';
import { mapTensor } from './_tensors.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'SH01a',
  says: 'In training y stays 0 at the last positions of a row that fill no vector of 4.',
  owed: 'kill',
  breaks: ['BN-2.7'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const layout = layoutOf(call.x.shape, call.axis);
      const { y, ...rest } = right.trainForward(call);
      return { ...rest, y: mapTensor(y, (value, i) => (layout.inner > 4 && inRowTail(layout, i, 4) ? 0 : value)) };
    },
  },
};

export default mutant;
