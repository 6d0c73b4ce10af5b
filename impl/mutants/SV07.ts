/** Epsilon is not checked (TensorFlow). BN-13.6 must object. */
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'SV07',
  says: 'A negative epsilon is accepted.',
  owed: 'report',
  breaks: ['BN-13.6'],
  implementation: eachOperation((operation, call) =>
    right[operation](('epsilon' in call && call.epsilon < 0 ? { ...call, epsilon: 0 } : call) as never),
  ),
};

export default mutant;
