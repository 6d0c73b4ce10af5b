/**
 * Gamma and beta are broadcast along the last axis, which is right only where the channels come last. BN-2.5 must
 * object.
 */
import type { Tensor } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'LY03a',
  says: 'Gamma and beta are applied along the last axis where that is as long as the channel axis.',
  owed: 'kill',
  breaks: ['BN-2.5'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      const { x, gamma, beta, axis } = { beta: undefined, ...call };
      const answer = right[operation](call as never);
      const channels = x.shape[axis];
      if (!('y' in answer) || x.shape.at(-1) !== channels) return answer;
      const bare = right[operation]({ ...call, gamma: undefined, beta: undefined } as never) as { y: Tensor };
      const [scale, offset] = [gamma && valuesOf(gamma), beta && valuesOf(beta)];
      const y = mapTensor(bare.y, (xhat, i) => xhat * (scale?.[i % channels] ?? 1) + (offset?.[i % channels] ?? 0));
      return { ...answer, y };
    }, conventions);
  },
});

export default mutant;
