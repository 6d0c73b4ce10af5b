/** A NaN in dy also makes ddy NaN. BN-17.13, BN-17.16 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { factory } from './_factory.ts';
import { withSecond } from './_second.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'DB22',
  says: 'A NaN in dy also makes ddy NaN.',
  owed: 'kill',
  breaks: ['BN-17.13', 'BN-17.16'],
  make: (conventions) =>
    withSecond((call, right) => {
      const answer = right(call);
      if (!valuesOf(call.dy).some(Number.isNaN)) return answer;
      return { ...answer, ddy: filled(answer.ddy, NaN) };
    }, conventions),
});

export default mutant;
