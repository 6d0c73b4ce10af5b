/** A workspace of the largest size so far is kept, and the result is a view of it. BN-13.2 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();
const workspaces = new Map<number, Tensor>();

const mutant: Mutant = {
  id: 'XX01',
  says: 'y lies in a workspace that the next call of that size overwrites.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  implementation: {
    ...right,
    trainForward: (call) => {
      const { y, ...rest } = right.trainForward(call);
      const workspace = workspaces.get(y.data.length) ?? y;
      workspaces.set(y.data.length, workspace);
      workspace.data.set(y.data);
      return { ...rest, y: { ...workspace, shape: y.shape } };
    },
  },
};

export default mutant;
