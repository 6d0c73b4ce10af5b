/** Zeros in x count as padding and are left out of the mean. BN-10.11 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { mean } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'ST50',
  says: 'The mean leaves out values that are 0, unless all are.',
  owed: 'kill',
  breaks: ['BN-10.11'],
  make: (conventions) =>
    batchNorm(
      {
        mean: (x) => {
          const others = x.filter((value) => value !== 0);
          return mean(others.length > 0 ? others : x);
        },
      },
      conventions,
    ),
});

export default mutant;
