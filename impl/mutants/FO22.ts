/** The answer is a view. BN-16.11 must object. */
import { sameBits } from '../../spec/terms/tensor.ts';
import { fold } from '../plain/fold.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { folding } from './_fold.ts';

const mutant: MutantFactory = factory({
  id: 'FO22',
  says: 'The folded bias is the array that was given, where nothing changes it.',
  owed: 'kill',
  breaks: ['BN-16.11'],
  make: (conventions) =>
    folding(
      {
        fold: (call) => {
          const answer = fold(call);
          return call.bias && sameBits(call.bias, answer.bias) ? { ...answer, bias: call.bias } : answer;
        },
      },
      conventions,
    ),
});

export default mutant;
