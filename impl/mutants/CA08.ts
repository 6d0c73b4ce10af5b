/** Gradients are cached under a key that has everything but the axis. BN-13.3 must object. */
import type { BackwardResult } from '../../spec/terms/contract.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { copyOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'CA08',
  says: 'Training gradients of a call whose tensors and shape are those of the call before are those of that call.',
  owed: 'kill',
  breaks: ['BN-13.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    let kept: { key: string; epsilon: number; answer: BackwardResult } | undefined;
    return {
      ...right,
      trainBackward: (call) => {
        const key = [call.x, call.dy, call.gamma]
          .map((t) => `${t?.dtype} ${t?.shape.join()} ${t?.data.join()}`)
          .join(' ');
        if (kept?.key !== key || kept.epsilon !== call.epsilon) {
          kept = { key, epsilon: call.epsilon, answer: right.trainBackward(call) };
        }
        const { dx, dgamma, dbeta } = kept.answer;
        return { dx: copyOf(dx), ...(dgamma && { dgamma: copyOf(dgamma) }), ...(dbeta && { dbeta: copyOf(dbeta) }) };
      },
    };
  },
});

export default mutant;
