/**
 * y of inference is a view of one of three workspaces that take turns; the third call after it overwrites it. BN-13.2
 * must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { takingTurns } from './_workspaces.ts';

const mutant: MutantFactory = factory({
  id: 'AL60',
  says: 'In inference y lies in one of three workspaces of its size.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  make: (conventions) => takingTurns(3, conventions),
});

export default mutant;
