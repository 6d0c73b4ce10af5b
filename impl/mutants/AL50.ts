/** y is a view of a workspace, which the next call of the same size overwrites. BN-13.2 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL50',
  says: 'y lies in a workspace that the next call of that size overwrites.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    const workspaces = new Map<number, Tensor>();
    return {
      ...right,
      trainForward: (call) => {
        const { y, ...rest } = right.trainForward(call);
        const workspace = workspaces.get(y.data.length) ?? y;
        workspaces.set(y.data.length, workspace);
        workspace.data.set(y.data);
        return { ...rest, y: { ...workspace, shape: y.shape } };
      },
    };
  },
});

export default mutant;
