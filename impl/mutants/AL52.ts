/**
 * dgamma and dbeta are views of one buffer, and an offset that is one too small lets them overlap. BN-13.2 must object.
 */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'AL52',
  says: 'In inference gradients dgamma and dbeta overlap by one value.',
  owed: 'kill',
  breaks: ['BN-13.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferBackward: (call) => {
        const { dx, dgamma, dbeta } = right.inferBackward(call);
        if (dgamma === undefined || dbeta === undefined) return { dx };
        const buffer = new Float32Array(2 * dbeta.data.length - 1);
        const [front, back] = [buffer.subarray(0, dbeta.data.length), buffer.subarray(dbeta.data.length - 1)];
        back.set(dgamma.data);
        front.set(dbeta.data);
        return { dx, dgamma: { ...dgamma, data: back }, dbeta: { ...dbeta, data: front } };
      },
    };
  },
});

export default mutant;
