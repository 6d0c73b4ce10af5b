/** A C float carries momentum to running statistics that are doubles. BN-6.1, BN-6.2, BN-12.14 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { update } from '../plain/running.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS56',
  says: 'Momentum is rounded to float32, beside float64 data. An interface that takes no more claims `scalars: float32`.',
  owed: 'kill',
  breaks: ['BN-6.1', 'BN-6.2', 'BN-12.14'],
  make: (conventions) =>
    batchNorm(
      { update: (old, statistic, weight) => update(old, statistic, Math.fround(weight)) },
      { ...conventions, dtypes: ['float64'] },
    ),
});

export default mutant;
