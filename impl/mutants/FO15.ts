/** `nan_to_num`. BN-16.9 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO15',
  says: 'A NaN in weight becomes 0.',
  owed: 'kill',
  breaks: ['BN-16.9'],
  make: (conventions) =>
    foldWithout({ weight: (weight, scale) => (Number.isNaN(weight) ? 0 : weight * scale) }, conventions),
});

export default mutant;
