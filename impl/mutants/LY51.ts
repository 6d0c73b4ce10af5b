/** Training reads x from the beginning of its buffer, where x may be a view that begins later. BN-4.1 must object. */
import { batchNorm } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
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
