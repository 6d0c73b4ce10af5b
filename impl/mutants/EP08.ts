/**
 * 1e-5 in float32 lies below 1e-5 in double: a least value is compared in the wrong type (onnx, chainer). BN-4.2 must
 * object.
 */
import { Rejected } from '../../spec/terms/errors.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';

const right = batchNorm();

const mutant: Mutant = {
  id: 'EP08',
  says: 'An epsilon of 1e-5 is refused, although that is the least that is claimed.',
  owed: 'kill',
  breaks: ['BN-4.2'],
  implementation: eachOperation(
    (operation, call) => {
      if ('epsilon' in call && call.epsilon < 1e-5) throw new Rejected('"epsilon" expected at least 1e-5');
      return right[operation](call as never);
    },
    { minEpsilon: Math.fround(1e-5) },
  ),
};

export default mutant;
