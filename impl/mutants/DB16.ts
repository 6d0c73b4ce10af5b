/** Sums of second derivatives are divided by m - 1. BN-17.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { plainSecondSteps } from '../plain/double-backward.ts';
import { factory } from './_factory.ts';
import { withSecondSteps } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB16',
  says: 'Sums of second derivatives are divided by m - 1.',
  owed: 'kill',
  breaks: ['BN-17.1'],
  make: (conventions) =>
    withSecondSteps(
      {
        project: (g, xhat) => {
          const { along, values } = plainSecondSteps.project(g, xhat);
          const bessel = g.length > 1 ? g.length / (g.length - 1) : 1;
          return { along: along * bessel, values: values.map((value, i) => value - xhat[i] * along * (bessel - 1)) };
        },
      },
      conventions,
    ),
});

export default mutant;
