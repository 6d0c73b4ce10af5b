/** The default of the layer is written into the converter. BN-16.1, BN-16.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { foldWithout } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO03c',
  says: 'Epsilon is always 1e-5.',
  owed: 'kill',
  breaks: ['BN-16.1', 'BN-16.2'],
  make: (conventions) => foldWithout({ scale: (gamma, variance) => gamma / Math.sqrt(variance + 1e-5) }, conventions),
});

export default mutant;
