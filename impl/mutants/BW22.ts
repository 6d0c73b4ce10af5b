/**
 * One cache for all graphs: forward A, forward B, and the backward pass of A reads B (PyTorch, caffe). BN-11.5 must
 * object.
 */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW22',
  says: 'Training gradients use the x of the last training call of the same shape.',
  owed: 'kill',
  breaks: ['BN-11.5'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    let last: Tensor | undefined;
    return {
      ...right,
      trainForward: (call) => {
        last = copyOf(call.x);
        return right.trainForward(call);
      },
      trainBackward: (call) => {
        const fits = last?.dtype === call.x.dtype && last.shape.join() === call.x.shape.join();
        return right.trainBackward(last && fits ? { ...call, x: last } : call);
      },
    };
  },
});

export default mutant;
