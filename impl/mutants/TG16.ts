/** In inference the tangent of the variance is ignored. BN-18.16, BN-18.18 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG16',
  says: 'In inference the tangent of the variance is ignored.',
  owed: 'kill',
  breaks: ['BN-18.16', 'BN-18.18'],
  make: (conventions) =>
    withTangentSteps(
      {
        given: (statistics) => ({ ...statistics, tvariance: 0 }),
      },
      conventions,
    ),
});

export default mutant;
