/** Derivatives along one value of x, by finite differences of an implementation's own gradients (BN-17). */
import { mapValues } from '../cases/scenario-variants.ts';
import type { Trial } from '../check/trial/trial.ts';
import type { BackwardResult, Tensor } from '../terms/contract.ts';
import type { DoubleBackward } from '../terms/further-contract.ts';
import { channelOf, elementOf, layoutOf } from '../terms/layout.ts';
import { tensor, valuesOf } from '../terms/tensor.ts';

/** One value of x moved to both sides. */
export interface ChangeOfX {
  readonly at: number;
  readonly width: number;
  readonly sides: readonly [Tensor, Tensor];
}

/** The first value of each channel. */
export function changesOfX({ x, axis }: DoubleBackward): ChangeOfX[] {
  const layout = layoutOf(x.shape, axis);
  return Array.from({ length: layout.channels }, (_, c) => {
    const at = elementOf(layout, c, 0);
    const [up, down] = [0.125, -0.125].map((h) => mapValues(x, (value, i) => (i === at ? value + h : value)));
    return { at, width: valuesOf(up)[at] - valuesOf(down)[at], sides: [up, down] as const };
  }).filter(({ width }) => width > 0);
}

interface Weighted {
  readonly sum: number;
  readonly exact: number;
  readonly noise: number;
}

/** Σ ddx·dx + ddgamma·dgamma + ddbeta·dbeta of the channel, computed and exact. */
async function weightedGradients(trial: Trial, call: DoubleBackward, at: number): Promise<Weighted> {
  const { ddx, ddgamma, ddbeta, ...back } = call;
  const layout = layoutOf(call.x.shape, call.axis);
  const c = channelOf(layout, at);
  const own: BackwardResult = await trial.call('trainBackward', back);
  const truth = trial.truth('trainBackward', back);
  let [sum, exact, noise] = [0, 0, 0];
  const add = (weight: number, output: 'dx' | 'dgamma' | 'dbeta', index: number): void => {
    const computed = own[output];
    if (computed === undefined) return;
    const value = truth.outputs[output]?.hi[index] ?? NaN;
    sum += weight * valuesOf(computed)[index];
    exact += weight * value;
    noise +=
      Math.abs(weight) *
      (trial.bounds('trainBackward', back, output, computed.dtype)[index] + 2 ** -45 * Math.abs(value));
  };
  const weights = ddx ? valuesOf(ddx) : new Float64Array(0);
  for (let i = 0; i < layout.perChannel && weights.length > 0; i++) {
    const index = elementOf(layout, c, i);
    add(weights[index], 'dx', index);
  }
  if (ddgamma) add(valuesOf(ddgamma)[c], 'dgamma', c);
  if (ddbeta) add(valuesOf(ddbeta)[c], 'dbeta', c);
  return { sum, exact, noise };
}

/** The error of the difference itself is known exactly, from the exact gradients. */
export async function differenceOf(trial: Trial, call: DoubleBackward, { at, width, sides }: ChangeOfX): Promise<void> {
  const { dx } = await trial.call('doubleBackward', call);
  if (dx === undefined) return;
  const [up, down] = [
    await weightedGradients(trial, { ...call, x: sides[0] }, at),
    await weightedGradients(trial, { ...call, x: sides[1] }, at),
  ];
  const exact = trial.truth('doubleBackward', call).outputs.dx?.hi[at] ?? NaN;
  const truncation = (up.exact - down.exact) / width - exact;
  const expected = (up.sum - down.sum) / width - truncation;
  const allowed = trial.bounds('doubleBackward', call, 'dx', dx.dtype)[at];
  trial.within('dx is not the derivative of the training gradients', {
    output: 'dx',
    tensor: tensor('float64', [1], [valuesOf(dx)[at]]),
    expected: [expected],
    bound: [allowed + (up.noise + down.noise) / width],
  });
}
