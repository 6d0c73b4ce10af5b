/** Training reads x from the beginning of its buffer, where x may be a view that begins later. BN-4.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'LY51',
  says: 'Where x is a view, training reads its buffer from the first byte on.',
  owed: 'kill',
  breaks: ['BN-4.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { x } = call;
        if (x.dtype !== 'float32') return right.trainForward(call);
        const data = new Float32Array(x.data.buffer, 0, x.data.length);
        return right.trainForward({ ...call, x: { ...x, data } });
      },
    };
  },
});

export default mutant;
