/** dgamma and dbeta sum what fits into a workspace of 1024 values per channel. BN-2.9 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inferGradient, trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SH06c',
  says: 'dgamma and dbeta sum the first 1024 values of a channel only.',
  owed: 'kill',
  breaks: ['BN-2.9'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => {
          const { dgamma, dbeta } = inferGradient({ ...input, dy: input.dy.subarray(0, 1024) });
          return { ...trainGradient(input), dgamma, dbeta };
        },
      },
      conventions,
    ),
});

export default mutant;
