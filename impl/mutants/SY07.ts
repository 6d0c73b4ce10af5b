/** A rank with one value refuses it, though all ranks together have more (apex). BN-3.2 must object. */
import { Rejected } from '../../spec/terms/refusals.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SY07',
  says: 'Training on one position of two samples is refused.',
  owed: 'kill',
  breaks: ['BN-3.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const m = call.x.data.length / call.x.shape[call.axis];
        if (m === 2) throw new Rejected('"x" expected more than one value per channel');
        return right.trainForward(call);
      },
    };
  },
});

export default mutant;
