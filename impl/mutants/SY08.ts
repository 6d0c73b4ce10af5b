/** Inference reads a variable that only training sets (apex). BN-2.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SY08',
  says: 'Inference fails before the first training call of the process.',
  owed: 'kill',
  breaks: ['BN-2.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    let trained = false;
    return {
      ...right,
      trainForward: (call) => {
        trained = true;
        return right.trainForward(call);
      },
      inferForward: (call) => {
        if (!trained) throw new ReferenceError('the process group is not defined');
        return right.inferForward(call);
      },
    };
  },
});

export default mutant;
