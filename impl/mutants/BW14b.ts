/** dgamma is summed over dy · x, where the formula has dy · x̂. BN-8.2, BN-9.2 must object. */
import { layoutOf } from '../../spec/terms/layout.ts';
import type { MutantFactory } from '../../spec/terms/mutant.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { gather } from '../../spec/terms/channel-values.ts';
import { batchNorm, eachOperation } from './_batch-norm.ts';
import { factory } from './_factory.ts';
import { mapTensor } from './_tensors.ts';

const mutant: MutantFactory = factory({
  id: 'BW14b',
  says: 'dgamma is the sum of dy · x.',
  owed: 'kill',
  breaks: ['BN-8.2', 'BN-9.2'],
  make: (conventions) => {
    const right = batchNorm({}, conventions);
    return eachOperation((operation, call) => {
      const answer = right[operation](call as never);
      if (!('dy' in call) || !('dx' in answer) || !answer.dgamma) return answer;
      const layout = layoutOf(call.x.shape, call.axis);
      const [x, dy] = [valuesOf(call.x), valuesOf(call.dy)];
      const sumOver = (c: number): number =>
        gather(x, layout, c).reduce((sum, value, i) => sum + value * gather(dy, layout, c)[i], 0);
      return { ...answer, dgamma: mapTensor(answer.dgamma, (_, c) => sumOver(c)) };
    }, conventions);
  },
});

export default mutant;
