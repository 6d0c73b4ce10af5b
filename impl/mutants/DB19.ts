/** Without ddx the other cotangents are ignored: dx is 0. BN-17.4, BN-17.9 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { withSecond } from './_second.ts';

const mutant: MutantFactory = factory({
  id: 'DB19',
  says: 'Without ddx the other cotangents are ignored: dx is 0.',
  owed: 'kill',
  breaks: ['BN-17.4', 'BN-17.9'],
  make: (conventions) =>
    withSecond((call, right) => {
      const answer = right(call);
      if (call.ddx !== undefined || answer.dx === undefined) return answer;
      return { ...answer, dx: { ...answer.dx, data: answer.dx.data.slice().fill(0) } };
    }, conventions),
});

export default mutant;
