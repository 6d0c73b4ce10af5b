/** ddx is written over. BN-17.17 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecond } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB23',
  says: 'ddx is written over.',
  owed: 'kill',
  breaks: ['BN-17.17'],
  make: (conventions) =>
    withSecond((call, right) => {
      const answer = right(call);
      call.ddx?.data.fill(0);
      return answer;
    }, conventions),
});

export default mutant;
