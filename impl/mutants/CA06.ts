/**
 * Training keeps the last epsilon where the new one is nearly the same, as the key of a table of inverse roots. BN-13.3
 * must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'CA06',
  says: 'Training takes an epsilon that differs from the last one by less than a thousandth for that one.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    let last = Number.NaN;
    return {
      ...right,
      trainForward: (call) => {
        if (!(Math.abs(call.epsilon - last) < 1e-3 * last)) last = call.epsilon;
        return right.trainForward({ ...call, epsilon: last });
      },
    };
  },
});

export default mutant;
