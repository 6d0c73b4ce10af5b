/** Values beyond the last whole vector of four do not enter the tangent of the variance. BN-18.12 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { plainTangentSteps } from '../plain/tangents.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG22',
  says: 'Values beyond the last whole vector of four do not enter the tangent of the variance.',
  owed: 'kill',
  breaks: ['BN-18.12'],
  make: (conventions) =>
    withTangentSteps(
      {
        ofBatch: (x, tx) => {
          const found = plainTangentSteps.ofBatch(x, tx);
          const { mean, tmean, tvariance } = found;
          const whole = x.length < 4 ? x.length : x.length - (x.length % 4);
          const lost = x.reduce((sum, xi, i) => (i < whole ? sum : sum + (xi - mean) * (tx[i] - tmean)), 0);
          return { ...found, tvariance: tvariance - (2 * lost) / x.length };
        },
      },
      conventions,
    ),
});

export default mutant;
