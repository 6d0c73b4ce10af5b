/** x̂ is recovered from y to save memory: (y - beta) / gamma (in-place networks). BN-10.11 must object. */
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'AF09',
  says: 'Training gradients divide by gamma, so that a gamma of 0 gives NaN.',
  owed: 'kill',
  breaks: ['BN-10.11'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainBackward: (call) => {
        const { dx, dgamma, dbeta } = right.trainBackward(call);
        const layout = layoutOf(call.x.shape, call.axis);
        const zero = call.gamma ? Array.from(valuesOf(call.gamma), (value) => value === 0) : [];
        return {
          dx: mapTensor(dx, (value, i) => (zero[channelOf(layout, i)] ? Number.NaN : value)),
          ...(dgamma && { dgamma: mapTensor(dgamma, (value, c) => (zero[c] ? Number.NaN : value)) }),
          ...(dbeta && { dbeta }),
        };
      },
    };
  },
});

export default mutant;
