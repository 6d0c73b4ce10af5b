/** `weight *= scale`. BN-16.11 must object. */
import { fold } from '../plain/fold.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { folding } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO12',
  says: 'Weight is folded in place.',
  owed: 'kill',
  breaks: ['BN-16.11'],
  make: (conventions) =>
    folding(
      {
        fold: (call) => {
          const answer = fold(call);
          call.weight.data.set(answer.weight.data);
          return { ...answer, weight: call.weight };
        },
      },
      conventions,
    ),
});

export default mutant;
