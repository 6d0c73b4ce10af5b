/** Two blocks write one partial sum, and sometimes one of them is lost. BN-3.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { variance } from '../plain/statistics.ts';
import { batchNormFor } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'DT02',
  says: 'In some calls the last value of a channel is missing from the variance.',
  owed: 'kill',
  breaks: ['BN-3.2'],
  make: (conventions) => {
    let calls = 0;
    return batchNormFor(() => {
      calls += 1;
      return calls % 5 > 0
        ? {}
        : {
            variance: (x, center) =>
              variance(
                x.map((value, i) => (i === 0 ? center : value)),
                center,
              ),
          };
    }, conventions);
  },
});

export default mutant;
