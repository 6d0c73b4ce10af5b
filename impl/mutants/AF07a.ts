/** Gamma without beta ends in an error: only both or none were considered (tfjs, DirectML). BN-5.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AF07a',
  says: 'Training with gamma and without beta ends in an error.',
  owed: 'kill',
  breaks: ['BN-5.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        if (call.gamma && !call.beta) throw new TypeError('cannot read values of null');
        return right.trainForward(call);
      },
    };
  },
});

export default mutant;
