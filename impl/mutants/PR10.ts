/** Squares of float32 overflow above 1.8e19: outside the domain of the bounds. No clause objects. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'PR10',
  says: 'Squared deviations are taken in float32, so that deviations above 1.8e19 give an infinite variance.',
  owed: 'report',
  breaks: [],
  make: (conventions) =>
    batchNorm(
      {
        variance: (x, center) => x.reduce((sum, value) => sum + Math.fround((value - center) ** 2), 0) / x.length,
      },
      conventions,
    ),
});

export default mutant;
