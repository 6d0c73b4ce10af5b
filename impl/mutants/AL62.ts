/** Each -0 of dy becomes 0 in place, because 0 is added to every value. BN-13.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL62',
  says: 'Gradients from saved statistics make each -0 of dy a 0 in place.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      savedBackward: (call) => {
        const { data } = call.dy;
        if (!(data instanceof Uint16Array)) for (let i = 0; i < data.length; i++) data[i] += 0;
        return right.savedBackward(call);
      },
    };
  },
});

export default mutant;
