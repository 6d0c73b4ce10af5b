/** The branch without bias forgets the mean. BN-16.3 must object. */
import { valuesOf } from '../../spec/terms/tensor.ts';
import { fold } from '../plain/fold.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { factory } from './_factory.ts';
import { folding } from './_fold.ts';
import { mapped } from './_layer.ts';

const mutant: MutantFactory = factory({
  id: 'FO10b',
  says: 'Where the layer has no bias, the folded one is beta.',
  owed: 'kill',
  breaks: ['BN-16.3'],
  make: (conventions) =>
    folding(
      {
        fold: (call) => {
          const answer = fold(call);
          const { beta } = call;
          if (call.bias !== undefined) return answer;
          return { ...answer, bias: mapped(answer.bias, (_, c) => (beta ? valuesOf(beta)[c] : 0)) };
        },
      },
      conventions,
    ),
});

export default mutant;
