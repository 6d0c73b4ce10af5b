/** Three workspaces take turns. BN-13.2 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { takingTurns } from './_workspaces.ts';

const mutant: Mutant = {
  id: 'XX73',
  says: 'In inference y lies in one of three workspaces of its size.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  implementation: takingTurns(3),
};

export default mutant;
