/** In training the tangent of the mean is forgotten. BN-18.1, BN-18.7 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { plainTangentSteps } from '../plain/tangents.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG01',
  says: 'In training the tangent of the mean is forgotten.',
  owed: 'kill',
  breaks: ['BN-18.1', 'BN-18.7'],
  make: (conventions) =>
    withTangentSteps(
      {
        ofBatch: (x, tx) => ({ ...plainTangentSteps.ofBatch(x, tx), tmean: 0 }),
      },
      conventions,
      ['trainBackward'],
    ),
});

export default mutant;
