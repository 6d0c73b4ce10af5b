/** The lower half of a float32 is dropped to get a bfloat16. BN-7.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm({}, { dtypes: ['bfloat16'] });
const wide = batchNorm();

const mutant: Mutant = {
  id: 'XX12',
  says: 'In bfloat16 y is cut, not rounded.',
  owed: 'kill',
  breaks: ['BN-7.1'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const { y } = wide.inferForward({ ...call, x: tensor('float32', call.x.shape, valuesOf(call.x)) });
      const cut = Uint16Array.from(new Uint32Array(Float32Array.from(y.data).buffer), (bits) => bits >>> 16);
      return { y: { dtype: 'bfloat16', shape: y.shape, data: cut } };
    },
  },
};

export default mutant;
