/** In training the tangent of the variance is forgotten. BN-18.1, BN-18.9 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { plainTangentSteps } from '../plain/tangents.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG02',
  says: 'In training the tangent of the variance is forgotten.',
  owed: 'kill',
  breaks: ['BN-18.1', 'BN-18.9'],
  make: (conventions) =>
    withTangentSteps(
      {
        ofBatch: (x, tx) => ({ ...plainTangentSteps.ofBatch(x, tx), tvariance: 0 }),
      },
      conventions,
      ['trainForward'],
    ),
});

export default mutant;
