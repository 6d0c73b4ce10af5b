/**
 * Training keeps a copy of x by its array, and does not notice that the array has been filled again. BN-13.3 must
 * object.
 */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'CA07',
  says: 'Training takes an array that it has seen for what it held then.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const seen = new WeakMap<Tensor['data'], Tensor['data']>();
    return {
      ...right,
      trainForward: (call) => {
        const { x } = call;
        const data = seen.get(x.data) ?? x.data.slice();
        seen.set(x.data, data);
        return right.trainForward({ ...call, x: { ...x, data } });
      },
    };
  },
});

export default mutant;
