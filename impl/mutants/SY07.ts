/** One value on this rank is taken for one value in all (apex). BN-3.2 must object. */
import { Rejected } from '../../spec/terms/errors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'SY07',
  says: 'Training on one position of two samples is refused.',
  owed: 'kill',
  breaks: ['BN-3.2'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const m = call.x.data.length / call.x.shape[call.axis];
      if (m === 2) throw new Rejected('"x" expected more than one value per channel');
      return right.trainForward(call);
    },
  },
};

export default mutant;
