/**
 * The minimum of epsilon is compared in double: 1e-5 as float32 is less than 1e-5 and is refused (onnx, chainer).
 * BN-4.2 must object.
 */
import { Rejected } from '../../spec/terms/refusals.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'EP08',
  says: 'An epsilon of 1e-5 is refused, although that is the least that is claimed.',
  owed: 'kill',
  breaks: ['BN-4.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation(
      (operation, call) => {
        if ('epsilon' in call && call.epsilon < 1e-5) throw new Rejected('"epsilon" expected at least 1e-5');
        return right[operation](call as never);
      },
      { ...conventions, minEpsilon: Math.fround(1e-5) },
    );
  },
});

export default mutant;
