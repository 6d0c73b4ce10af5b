/** tx is written over. BN-18.14, BN-18.26 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withTangents } from './_tangent.ts';

const mutant: MutantFactory = factory({
  id: 'TG21',
  says: 'tx is written over.',
  owed: 'kill',
  breaks: ['BN-18.14', 'BN-18.26'],
  make: (conventions) =>
    withTangents((call, right) => {
      const answer = right(call);
      call.tx.data.fill(0);
      return answer;
    }, conventions),
});

export default mutant;
