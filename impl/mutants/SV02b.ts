/** The variance is raised to 0 with fmax, which turns NaN into 0. BN-10.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { variance } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SV02b',
  says: 'A variance that is NaN counts as 0.',
  owed: 'kill',
  breaks: ['BN-10.1'],
  make: (conventions) =>
    batchNorm({ variance: (x, center) => (variance(x, center) > 0 ? variance(x, center) : 0) }, conventions),
});

export default mutant;
