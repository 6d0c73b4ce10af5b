/** The scale is kept in half precision. BN-16.10 must object. */
import { roundTo } from '../../spec/terms/dtype.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO18',
  says: 'The scale is rounded to float16.',
  owed: 'kill',
  breaks: ['BN-16.10'],
  make: (conventions) =>
    foldWithout(
      { scale: (gamma, variance, epsilon) => roundTo('float16', gamma / Math.sqrt(variance + epsilon)) },
      conventions,
    ),
});

export default mutant;
