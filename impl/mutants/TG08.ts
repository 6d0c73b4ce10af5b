/** The tangent of the variance of the batch is divided by m - 1. BN-18.1 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { plainTangentSteps } from '../plain/tangents.ts';
import { factory } from './_factory.ts';
import { withTangentSteps } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG08',
  says: 'The tangent of the variance of the batch is divided by m - 1.',
  owed: 'kill',
  breaks: ['BN-18.1'],
  make: (conventions) =>
    withTangentSteps(
      {
        ofBatch: (x, tx) => {
          const found = plainTangentSteps.ofBatch(x, tx);
          return { ...found, tvariance: (found.tvariance * x.length) / Math.max(1, x.length - 1) };
        },
      },
      conventions,
    ),
});

export default mutant;
