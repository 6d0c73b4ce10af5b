/** Bessel’s factor multiplies E[x²] alone instead of the difference E[x²] - E[x]² (caffe). BN-6.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { runningStatistic } from '../plain/running.ts';
import { mean } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'RS18',
  says: 'The running variance takes in E[x²] · m / (m - 1) - E[x]².',
  owed: 'kill',
  breaks: ['BN-6.2'],
  make: (conventions) =>
    batchNormFor(() => {
      let latest = 0;
      return {
        mean: (x) => (latest = mean(x)),
        runningStatistic: (v, m, convention) => runningStatistic(v + latest ** 2, m, convention) - latest ** 2,
      };
    }, conventions),
});

export default mutant;
