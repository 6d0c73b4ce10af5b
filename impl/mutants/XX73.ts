/** Three workspaces take turns. BN-13.2 must object. */
import type { Tensor } from '../../spec/terms/contract.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import type { Mutant } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';

const right = batchNorm();
const rings = new Map<number, Tensor[]>();

const mutant: Mutant = {
  id: 'XX73',
  says: 'In inference y lies in one of three workspaces of its size.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  implementation: {
    ...right,
    inferForward: (call) => {
      const { y } = right.inferForward(call);
      const ring = rings.get(y.data.length) ?? [y, copyOf(y), copyOf(y)];
      const [next, ...others] = ring;
      rings.set(y.data.length, [...others, next]);
      next.data.set(y.data);
      return { y: { ...y, data: next.data } };
    },
  },
};

export default mutant;
