/** Implementations with gradients as other texts write them: from x and its statistics, not from the normalized values. */
import { gather, scatter } from '../../../spec/terms/channel-values.ts';
import type {
  BackwardResult,
  Implementation,
  SavedBackward,
  TrainForwardResult,
} from '../../../spec/terms/contract.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import type { Gradient } from './forms.ts';

/** The same implementation with another gradient in training and from saved statistics, each step in float32. */
export function withGradient(implementation: Implementation, name: string, gradient: Gradient): Implementation {
  const savedBackward = ({ x, dy, gamma, mean, invStd, axis }: SavedBackward): BackwardResult => {
    const layout = layoutOf(x.shape, axis);
    const { channels } = layout;
    const [xs, dys, means, roots] = [x, dy, mean, invStd].map(valuesOf);
    const scales = gamma ? valuesOf(gamma) : new Float64Array(channels).fill(1);
    const dx = new Float64Array(xs.length);
    const [dgamma, dbeta] = [new Float64Array(channels), new Float64Array(channels)];
    for (let c = 0; c < channels; c++) {
      const of = { dy: [...gather(dys, layout, c)], x: [...gather(xs, layout, c)] };
      const result = gradient({ ...of, mean: means[c], invStd: roots[c], gamma: scales[c] }, Math.fround);
      scatter(dx, layout, c, Float64Array.from(result.dx));
      [dgamma[c], dbeta[c]] = [result.dgamma, result.dbeta];
    }
    const type = gamma?.dtype ?? x.dtype;
    return {
      dx: tensor(x.dtype, x.shape, dx),
      dgamma: tensor(type, [channels], dgamma),
      dbeta: tensor(type, [channels], dbeta),
    };
  };
  return {
    ...implementation,
    name,
    savedBackward,
    trainBackward: (call) => {
      // Honest classes answer at once.
      const forward = implementation.trainForward?.({ ...call, momentum: 1 }) as Required<TrainForwardResult>;
      return savedBackward({ ...call, mean: forward.mean, invStd: forward.invStd });
    },
  };
}
