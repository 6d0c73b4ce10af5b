/** Epsilon is not checked (TensorFlow). BN-13.6 must object. */
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { mutant } from './_mutant.ts';

export default mutant({
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
