/** Gradients as other texts write them: from x and its statistics, not from the normalized values. */
import { gather, scatter } from '../../impl/plain/channel.ts';
import type { BackwardResult, Implementation, SavedBackward, TrainForwardResult } from '../../spec/terms/contract.ts';
import { layoutOf } from '../../spec/terms/layout.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';
import { sequential } from './sums.ts';

const f = Math.fround;

interface Input {
  readonly dy: Float64Array;
  readonly x: Float64Array;
  readonly mean: number;
  readonly invStd: number;
  readonly gamma: number;
}

export type Gradient = (input: Input) => { dx: Float64Array; dgamma: number; dbeta: number };

/** The derivatives of x̂, variance and mean in turn, with (v + ε)^(-3/2), as Ioffe and Szegedy have them. */
export const byThePaper: Gradient = ({ dy, x, mean, invStd: r, gamma }) => {
  const m = x.length;
  const d = x.map((value) => f(value - mean));
  const dxhat = dy.map((g) => f(g * gamma));
  const dvar = f(sequential(dxhat.map((g, i) => f(g * d[i]))) * f(-0.5 * f(r * f(r * r))));
  const dmean = f(sequential(dxhat) * -r);
  return {
    dx: dxhat.map((g, i) => f(f(f(g * r) + f(f(dvar * 2) * f(d[i] / m))) + f(dmean / m))),
    dgamma: sequential(dy.map((g, i) => f(g * f(d[i] * r)))),
    dbeta: sequential(dy),
  };
};

/** dx = a·dy + b·x + c, as kernels fold it. */
export const folded: Gradient = ({ dy, x, mean, invStd: r, gamma }) => {
  const m = x.length;
  const dbeta = sequential(dy);
  const dgamma = sequential(dy.map((g, i) => f(g * f(f(x[i] - mean) * r))));
  const a = f(gamma * r);
  const b = f(f(-f(gamma * f(r * r)) * dgamma) / m);
  const c = f(f(-b * mean) - f(f(a * dbeta) / m));
  return { dx: dy.map((g, i) => f(f(f(a * g) + f(b * x[i])) + c)), dgamma, dbeta };
};

/** dgamma from Σ(dy·x) and Σdy, and the rest as kernels fold it. */
export const ofRawSums: Gradient = ({ dy, x, mean, invStd: r, gamma }) => {
  const m = x.length;
  const dbeta = sequential(dy);
  const dgamma = f(r * f(sequential(dy.map((g, i) => f(g * x[i]))) - f(mean * dbeta)));
  const scale = f(f(gamma * r) / m);
  const dx = dy.map((g, i) => f(scale * f(f(f(m * g) - dbeta) - f(f(f(x[i] - mean) * r) * dgamma))));
  return { dx, dgamma, dbeta };
};

/** The same implementation with another gradient in training and from saved statistics. */
export function withGradient(implementation: Implementation, name: string, gradient: Gradient): Implementation {
  const savedBackward = ({ x, dy, gamma, mean, invStd, axis }: SavedBackward): BackwardResult => {
    const layout = layoutOf(x.shape, axis);
    const { channels } = layout;
    const [xs, dys, means, roots] = [x, dy, mean, invStd].map(valuesOf);
    const scales = gamma ? valuesOf(gamma) : new Float64Array(channels).fill(1);
    const dx = new Float64Array(xs.length);
    const [dgamma, dbeta] = [new Float64Array(channels), new Float64Array(channels)];
    for (let c = 0; c < channels; c++) {
      const of = { dy: gather(dys, layout, c), x: gather(xs, layout, c) };
      const result = gradient({ ...of, mean: means[c], invStd: roots[c], gamma: scales[c] });
      scatter(dx, layout, c, result.dx);
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
