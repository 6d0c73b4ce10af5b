/** Gradients of inference find the channel axis by its length, and take the last axis that fits. BN-2.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'LY52',
  says: 'In gradients of inference the last axis as long as the channels is taken for the channel axis.',
  owed: 'kill',
  breaks: ['BN-2.5'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferBackward: (call) => {
        const { shape } = call.x;
        return right.inferBackward({ ...call, axis: shape.lastIndexOf(shape[call.axis]) });
      },
    };
  },
});

export default mutant;
