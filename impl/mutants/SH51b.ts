/** Sums of gradients end where a counter of 16 bits ends, after 65535 values. BN-2.12 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { inferGradient, trainGradient } from '../plain/gradient.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SH51b',
  says: 'Sums of gradients end at the 65535th value of a channel.',
  owed: 'kill',
  breaks: ['BN-2.12'],
  make: (conventions) =>
    batchNorm(
      {
        trainGradient: (input) => {
          const { dgamma, dbeta } = inferGradient({ ...input, dy: input.dy.subarray(0, 65_535) });
          return { ...trainGradient(input), dgamma, dbeta };
        },
      },
      conventions,
    ),
});

export default mutant;
