/** A table of inverse roots for epsilons that are alike. BN-13.3 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();
let last = Number.NaN;

const mutant: Mutant = {
  id: 'XX57',
  says: 'Training takes an epsilon that differs from the last one by less than a thousandth for that one.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  implementation: {
    ...right,
    trainForward: (call) => {
      if (!(Math.abs(call.epsilon - last) < 1e-3 * last)) last = call.epsilon;
      return right.trainForward({ ...call, epsilon: last });
    },
  },
};

export default mutant;
