/** Values beyond the last whole vector of four do not enter the sums along x̂. BN-17.15 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { plainSecondSteps } from '../plain/double-backward.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB25',
  says: 'Values beyond the last whole vector of four do not enter the sums along x̂.',
  owed: 'kill',
  breaks: ['BN-17.15'],
  make: (conventions) =>
    withSecondSteps(
      {
        project: (g, xhat) => {
          const whole = g.length < 4 ? g.length : g.length - (g.length % 4);
          const { along, values } = plainSecondSteps.project(g, xhat);
          const lost = g.reduce((sum, value, i) => (i < whole ? sum : sum + value * xhat[i]), 0) / g.length;
          return { along: along - lost, values: values.map((value, i) => value + xhat[i] * lost) };
        },
      },
      conventions,
    ),
});

export default mutant;
