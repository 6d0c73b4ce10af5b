/** y is a view of one of two workspaces that take turns; the call after the next overwrites it. BN-13.2 must object. */
import { mutant } from './_mutant.ts';
import { takingTurns } from './_workspaces.ts';

export default mutant({
  id: 'AL55',
  says: 'y lies in one of two workspaces of its size that take turns.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  make: (conventions) => takingTurns(2, conventions),
});
