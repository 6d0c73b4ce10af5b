/** An infinity in dy makes dgamma NaN in all channels, which share one flag. BN-14.3 must object. */
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { filled } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'CH04',
  says: 'An infinity anywhere in dy makes every dgamma NaN.',
  owed: 'kill',
  breaks: ['BN-14.3'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainBackward: (call) => {
        const { dgamma, ...rest } = right.trainBackward(call);
        const found = valuesOf(call.dy).some((value) => Math.abs(value) === Infinity);
        return { ...rest, ...(dgamma && { dgamma: found ? filled(dgamma, Number.NaN) : dgamma }) };
      },
    };
  },
});

export default mutant;
