/** Partial sums arrive in any order (atomics): other bits, equally good. No clause objects. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { statisticsIn } from './_rounding.ts';

const mutant: MutantFactory = factory({
  id: 'DT01b',
  says: 'Sums in float32 start at another value in every call, so that the same call gives other bits.',
  owed: 'report',
  breaks: [],
  make: (conventions) => {
    let calls = 0;
    return batchNormFor(
      () => {
        calls += 1;
        const turned = (x: Float64Array): Float64Array => x.map((_, i) => x[(i + calls) % x.length]);
        const { mean, variance } = statisticsIn('float32');
        return { mean: (x) => mean(turned(x)), variance: (x, center) => variance(turned(x), center) };
      },
      { ...conventions, deterministic: false },
    );
  },
});

export default mutant;
