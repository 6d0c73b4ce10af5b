/** The vector is made of zeros. BN-16.3 must object. */
import { fold } from '../plain/fold.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { folding } from './_fold.ts';
import { mapped } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'FO10a',
  says: 'A missing gamma counts as 0.',
  owed: 'kill',
  breaks: ['BN-16.3'],
  make: (conventions) =>
    folding({ fold: (call) => fold(call.gamma ? call : { ...call, gamma: mapped(call.mean, () => 0) }) }, conventions),
});

export default mutant;
