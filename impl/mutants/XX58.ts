/** Statistics are kept with the array that they belong to, which its owner fills again. BN-13.3 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();
const seen = new WeakMap<Tensor['data'], Tensor['data']>();

const mutant: Mutant = {
  id: 'XX58',
  says: 'Training takes an array that it has seen for what it held then.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { x } = call;
      const data = seen.get(x.data) ?? x.data.slice();
      seen.set(x.data, data);
      return right.trainForward({ ...call, x: { ...x, data } });
    },
  },
};

export default mutant;
