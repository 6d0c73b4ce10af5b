/** The statistics of the batch are constants to forward mode. BN-18.1, BN-18.4, BN-18.11, BN-18.13 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { plainTangentSteps } from '../plain/tangents.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG03',
  says: 'The statistics of the batch are constants to forward mode.',
  owed: 'kill',
  breaks: ['BN-18.1', 'BN-18.4', 'BN-18.11', 'BN-18.13'],
  make: (conventions) =>
    withTangentSteps(
      {
        ofBatch: (x, tx) => ({ ...plainTangentSteps.ofBatch(x, tx), tmean: 0, tvariance: 0 }),
      },
      conventions,
    ),
});

export default mutant;
