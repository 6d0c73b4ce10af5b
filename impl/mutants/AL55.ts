/** y is a view of one of two workspaces that take turns; the call after the next overwrites it. BN-13.2 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { takingTurns } from './_workspaces.ts';

const mutant: MutantFactory = factory({
  id: 'AL55',
  says: 'y lies in one of two workspaces of its size that take turns.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  make: (conventions) => takingTurns(2, conventions),
});

export default mutant;
