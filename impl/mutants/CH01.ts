/**
 * NaN spreads to every channel: vectors run over several channels, and what is masked is multiplied by 0. BN-10.1,
 * BN-10.3 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'CH01',
  says: 'A NaN in one channel makes all channels NaN.',
  owed: 'kill',
  breaks: ['BN-10.1', 'BN-10.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      const answer = right[operation](call as never);
      const poisoned =
        valuesOf(call.x).includes(Number.NaN) || ('dy' in call && valuesOf(call.dy).includes(Number.NaN));
      if (!poisoned) return answer;
      return 'y' in answer
        ? { ...answer, y: filled(answer.y, Number.NaN) }
        : { ...answer, dx: filled(answer.dx, Number.NaN) };
    }, conventions);
  },
});

export default mutant;
