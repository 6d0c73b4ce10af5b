/** dy lies in another order of axes than x, and is read in that of x (PyTorch, Paddle). BN-8.3, BN-9.4 must object. */
import { layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { gather, scatter } from '../../spec/terms/channel-values.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';

const mutant: MutantFactory = factory({
  id: 'BW25',
  says: 'In gradients the values of dy within a channel are read transposed.',
  owed: 'kill',
  breaks: ['BN-8.3', 'BN-9.4'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      if (!('dy' in call)) return right[operation](call as never);
      const layout = layoutOf(call.x.shape, call.axis);
      const dy = new Float64Array(call.dy.data.length);
      for (let c = 0; c < layout.channels; c++) {
        const values = gather(valuesOf(call.dy), layout, c);
        const { outer, inner } = layout;
        scatter(
          dy,
          layout,
          c,
          values.map((_, i) => values[(i % outer) * inner + Math.floor(i / outer)]),
        );
      }
      return right[operation]({ ...call, dy: tensor(call.dy.dtype, call.dy.shape, dy) } as never);
    }, conventions);
  },
});

export default mutant;
