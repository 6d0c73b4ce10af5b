/** A workspace for 1024 values per channel. BN-2.9 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { inferGradient, trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';

const mutant: Mutant = {
  id: 'SH06c',
  says: 'dgamma and dbeta sum the first 1024 values of a channel only.',
  owed: 'kill',
  breaks: ['BN-2.9'],
  implementation: batchNorm({
    trainGradient: (input) => {
      const { dgamma, dbeta } = inferGradient({ ...input, dy: input.dy.subarray(0, 1024) });
      return { ...trainGradient(input), dgamma, dbeta };
    },
  }),
};

export default mutant;
