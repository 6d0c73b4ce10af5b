/** Two workspaces take turns, as where one is computed while the other is sent. BN-13.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { takingTurns } from './_workspaces.ts';

const mutant: Mutant = {
  id: 'XX47',
  says: 'y lies in one of two workspaces of its size that take turns.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  implementation: takingTurns(2),
};

export default mutant;
