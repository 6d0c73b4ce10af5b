/** The memory behind an argument is taken for the argument. BN-4.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX35',
  says: 'Where x is a view, training reads its buffer from the first byte on.',
  owed: 'kill',
  breaks: ['BN-4.1'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { x } = call;
      if (x.dtype !== 'float32') return right.trainForward(call);
      const data = new Float32Array(x.data.buffer, 0, x.data.length);
      return right.trainForward({ ...call, x: { ...x, data } });
    },
  },
};

export default mutant;
