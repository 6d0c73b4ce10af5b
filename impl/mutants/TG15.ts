/** In inference the tangent of the mean is ignored. BN-18.16, BN-18.21, BN-18.23 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG15',
  says: 'In inference the tangent of the mean is ignored.',
  owed: 'kill',
  breaks: ['BN-18.16', 'BN-18.21', 'BN-18.23'],
  make: (conventions) =>
    withTangentSteps(
      {
        given: (statistics) => ({ ...statistics, tmean: 0 }),
      },
      conventions,
      ['inferForward'],
    ),
});

export default mutant;
