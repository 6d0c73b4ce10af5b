/** y is a double that was never rounded to the type of x (Flux). BN-2.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR17',
  says: 'y of float32 x comes back in float64.',
  owed: 'kill',
  breaks: ['BN-2.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const { y, ...rest } = right.trainForward(call);
        return { ...rest, y: tensor('float64', y.shape, valuesOf(y)) };
      },
    };
  },
});

export default mutant;
