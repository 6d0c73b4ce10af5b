/** Two workspaces take turns, as where one is computed while the other is sent. BN-13.2 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();
const workspaces = new Map<number, Tensor[]>();

const mutant: Mutant = {
  id: 'XX47',
  says: 'y lies in one of two workspaces of its size that take turns.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const { y } = right.inferForward(call);
      const [next, other] = workspaces.get(y.data.length) ?? [y, { ...y, data: y.data.slice() }];
      workspaces.set(y.data.length, [other, next]);
      next.data.set(y.data);
      return { y: { ...y, data: next.data } };
    },
  },
};

export default mutant;
