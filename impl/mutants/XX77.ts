/** A guard before a comparison of bits adds 0 to each value, where it lies. BN-13.1 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'XX77',
  says: 'Gradients from saved statistics make each -0 of dy a 0 in place.',
  owed: 'kill',
  breaks: ['BN-13.1'],
  implementation: {
    ...right,
    savedBackward: (call) => {
      const { data } = call.dy;
      if (!(data instanceof Uint16Array)) for (let i = 0; i < data.length; i++) data[i] += 0;
      return right.savedBackward(call);
    },
  },
};

export default mutant;
