/** A channel with the sums of the one before it is taken for equal to it, as in grey pictures. BN-14.1 must object. */
import { layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { gather, scatter } from '../../spec/terms/channel-values.ts';
import { batchNorm } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const sumsOf = (x: Float64Array): string =>
  [x.reduce((sum, v) => sum + v, 0), x.reduce((sum, v) => sum + v * v, 0)].join();

const mutant: MutantFactory = factory({
  id: 'CH05',
  says: 'A channel with the sums of the one before it is taken for the same values in the same order.',
  owed: 'kill',
  breaks: ['BN-14.1'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return {
      ...right,
      trainForward: (call) => {
        const layout = layoutOf(call.x.shape, call.axis);
        const x = valuesOf(call.x).slice();
        for (let c = 1; c < layout.channels; c++) {
          const before = gather(x, layout, c - 1);
          if (sumsOf(gather(x, layout, c)) === sumsOf(before)) scatter(x, layout, c, before);
        }
        return right.trainForward({ ...call, x: tensor(call.x.dtype, call.x.shape, x) });
      },
    };
  },
});

export default mutant;
