/** Partial sums arrive in any order (atomics), and the same bits are claimed. BN-13.5 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { statisticsIn } from './_rounding.ts';

const mutant: MutantFactory = factory({
  id: 'DT01a',
  says: 'Sums in float32 start at another value in every call, so that the same call gives other bits.',
  owed: 'report',
  breaks: ['BN-13.5'],
  make: (conventions) => {
    let calls = 0;
    return batchNormFor(() => {
      calls += 1;
      const turned = (x: Float64Array): Float64Array => x.map((_, i) => x[(i + calls) % x.length]);
      const { mean, variance } = statisticsIn('float32');
      return { mean: (x) => mean(turned(x)), variance: (x, center) => variance(turned(x), center) };
    }, conventions);
  },
});

export default mutant;
