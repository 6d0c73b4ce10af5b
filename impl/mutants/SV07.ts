/** Epsilon is not checked (TensorFlow). BN-13.6 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'SV07',
  says: 'A negative epsilon is accepted.',
  owed: 'report',
  breaks: ['BN-13.6'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation(
      (operation, call) =>
        right[operation](('epsilon' in call && call.epsilon < 0 ? { ...call, epsilon: 0 } : call) as never),
      conventions,
    );
  },
});

export default mutant;
