/** y is cut to bfloat16, by dropping the lower half of a float32, instead of being rounded. BN-7.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR51',
  says: 'In bfloat16 y is cut, not rounded.',
  owed: 'kill',
  breaks: ['BN-7.1'],
  make: (conventions) => {
    const right = batchNorm({}, { ...conventions, dtypes: ['bfloat16'] });
    const wide = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const { y } = wide.inferForward({ ...call, x: tensor('float32', call.x.shape, valuesOf(call.x)) });
        const cut = Uint16Array.from(new Uint32Array(Float32Array.from(y.data).buffer), (bits) => bits >>> 16);
        return { y: { dtype: 'bfloat16', shape: y.shape, data: cut } };
      },
    };
  },
});

export default mutant;
