/**
 * Inference works in tasks of 16384 elements, each of which counts channels as if it began with a whole plane. BN-2.11
 * must object.
 */
import { layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const task = 16384;

/** The channel of each element, as a task counts it from where it begins. */
function channelAt(index: number, channels: number, inner: number): number {
  const begin = index - (index % task);
  return (Math.floor(begin / inner) + Math.floor((index - begin) / inner)) % channels;
}

const mutant: MutantFactory = factory({
  id: 'SH60',
  says: 'In inference a task of 16384 elements takes its beginning for that of a plane.',
  owed: 'kill',
  breaks: ['BN-2.11'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      inferForward: (call) => {
        const { x, gamma, beta, mean, variance, epsilon, axis } = call;
        if (x.data.length <= task) return right.inferForward(call);
        const { channels, inner } = layoutOf(x.shape, axis);
        const [means, variances] = [valuesOf(mean), valuesOf(variance)];
        const [scales, shifts] = [gamma && valuesOf(gamma), beta && valuesOf(beta)];
        const y = mapTensor(x, (value, index) => {
          const c = channelAt(index, channels, inner);
          return ((value - means[c]) / Math.sqrt(variances[c] + epsilon)) * (scales?.[c] ?? 1) + (shifts?.[c] ?? 0);
        });
        return { y };
      },
    };
  },
});

export default mutant;
