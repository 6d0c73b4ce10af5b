/** Constants are loaded once for four neighbours in memory, which may belong to two channels. BN-2.8 must object. */
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { affine, normalize } from '../plain/normalize.ts';
import { inverseStd } from '../plain/statistics.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'LY14',
  says: 'In inference four neighbours in memory take the constants of the last of them.',
  owed: 'kill',
  breaks: ['BN-2.8'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const layout = layoutOf(call.x.shape, call.axis);
        if (layout.inner < 4) return right.inferForward(call);
        const [gamma, beta] = [call.gamma && valuesOf(call.gamma), call.beta && valuesOf(call.beta)];
        const [mean, variance] = [valuesOf(call.mean), valuesOf(call.variance)];
        const last = call.x.data.length - 1;
        const y = mapTensor(call.x, (value, i) => {
          const c = channelOf(layout, Math.min(i | 3, last));
          const xhat = normalize(value, mean[c], inverseStd(variance[c], call.epsilon));
          return affine(xhat, gamma?.[c] ?? 1, beta?.[c] ?? 0);
        });
        return { y };
      },
    };
  },
});

export default mutant;
