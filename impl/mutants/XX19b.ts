/** A counter of 16 bits. BN-2.12 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inferGradient, trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'XX19b',
  says: 'Sums of gradients end at the 65535th value of a channel.',
  owed: 'kill',
  breaks: ['BN-2.12'],
  implementation: batchNorm({
    trainGradient: (input) => {
      const { dgamma, dbeta } = inferGradient({ ...input, dy: input.dy.subarray(0, 65_535) });
      return { ...trainGradient(input), dgamma, dbeta };
    },
  }),
};

export default mutant;
