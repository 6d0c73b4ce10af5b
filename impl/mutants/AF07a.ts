/** Only both or none were thought of (tfjs, DirectML). BN-5.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'AF07a',
  says: 'Training with gamma and without beta ends in an error.',
  owed: 'kill',
  breaks: ['BN-5.3'],
  implementation: {
    ...right,
    trainForward: (call) => {
      if (call.gamma && !call.beta) throw new TypeError('cannot read values of null');
      return right.trainForward(call);
    },
  },
};

export default mutant;
