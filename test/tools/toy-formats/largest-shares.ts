/** The largest share of its bound that each honest form takes, for every channel that is tried. */
import { reference } from '../../../reference/oracle.ts';
import { boundsOf, type Bounds } from '../../../spec/accuracy/bounds.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import type { Calls, Operation, TensorName } from '../../../spec/terms/operations.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import type { ExactTensor, Truth } from '../../../spec/terms/truth.ts';
import { gradients, inferenceGradients, inverseStd, outputs, type Rounding, statistics } from '../honest/forms.ts';
import { rangeOf, roundingOf, type ToyFormat } from './toy-format.ts';

const claims = resolveClaims({ dtypes: ['float64'] });

type Grade = 'stable' | 'cancelling';
export type Channel = readonly number[];

export interface Shares {
  /** Elements that were judged. */
  judged: number;
  /** By output and form; above 1 is a violation. */
  readonly largest: Record<string, number>;
  /** The first one, and the input that it was made of. */
  violation?: string;
}

export const noShares = (): Shares => ({ judged: 0, largest: {} });

interface Judged {
  readonly truth: Truth;
  readonly bounds: Bounds;
}

function judge(operation: Operation, call: Calls[Operation], grade: Grade, format: ToyFormat): Judged {
  const truth = reference.answer(operation, call, claims);
  const options = { grade, claims, growth: 'any-order', format: rangeOf(format) } as const;
  return { truth, bounds: boundsOf(operation, call as never, truth, options) };
}

/** Channels side by side: shape [m, channels]. */
const beside = (channels: readonly Channel[]): Tensor =>
  tensor(
    'float64',
    [channels[0].length, channels.length],
    channels[0].flatMap((_, i) => channels.map((values) => values[i])),
  );
const each = (values: readonly number[]): Tensor => tensor('float64', [values.length], values);

/** Takes down how close a value comes to its bound; what it was made of is asked for only where it fails. */
type Meter = (at: number, value: number, input: () => unknown) => void;

function meterOf(shares: Shares, { truth, bounds }: Judged, output: TensorName, form: string): Meter {
  const name = `${output}, ${form}`;
  const allowed = bounds[output] as Float64Array;
  const { hi, lo } = truth.outputs[output] as ExactTensor;
  return (at, value, input) => {
    const bound = allowed[at];
    if (bound === Infinity) return;
    const error = Math.abs(value - hi[at] - lo[at]);
    const share = error === 0 ? 0 : error / bound;
    shares.judged += 1;
    // A NaN is a violation, too.
    if (share <= (shares.largest[name] ?? -1)) return;
    shares.largest[name] = share;
    if (!(share <= 1)) shares.violation ??= `${name}: ${value} where ${hi[at]} is exact, of ${JSON.stringify(input())}`;
  };
}

type Meters = Readonly<Partial<Record<TensorName, Meter>>>;
const metersOf = (shares: Shares, judged: Judged, names: readonly TensorName[], form: string): Meters =>
  Object.fromEntries(names.map((name) => [name, meterOf(shares, judged, name, form)]));

/** gamma and beta of a channel, in turn. */
const affine: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1.5, 1.25],
  [0.75, -3],
];
const affineOf = (c: number): readonly [number, number] => affine[c % affine.length];

const outputForms = Object.entries(outputs);

/** mean, variance, inverse standard deviation and y, in training. */
export function shareForward(shares: Shares, channels: readonly Channel[], format: ToyFormat, epsilon: number): void {
  const round = roundingOf(format);
  const gamma = each(channels.map((_, c) => affineOf(c)[0]));
  const beta = each(channels.map((_, c) => affineOf(c)[1]));
  const call = { x: beside(channels), axis: 1, gamma, beta, epsilon, momentum: 1 };
  for (const grade of ['stable', 'cancelling'] as const) {
    const judged = judge('trainForward', call, grade, format);
    const ofOutputs = outputForms.map(([form]) => meterOf(shares, judged, 'y', form));
    for (const [form, { of }] of Object.entries(statistics).filter(([, one]) => one.grade === grade)) {
      const meters = metersOf(shares, judged, ['mean', 'variance', 'invStd'], form);
      for (const [c, x] of channels.entries()) {
        const { mean, variance } = of(x, round);
        const input = (): unknown => ({ x, epsilon });
        meters.mean?.(c, mean, input);
        meters.variance?.(c, variance, input);
        meters.invStd?.(c, inverseStd(variance, epsilon, round), input);
        const data = { x, mean, variance, epsilon, gamma: affineOf(c)[0], beta: affineOf(c)[1] };
        shareOutputs(ofOutputs, c, channels.length, data, round);
      }
    }
  }
}

/** y from statistics that were computed or given, in each form. */
function shareOutputs(
  meters: readonly Meter[],
  c: number,
  channels: number,
  data: Parameters<(typeof outputForms)[number][1]>[0],
  round: Rounding,
): void {
  for (const [which, [, output]] of outputForms.entries()) {
    const y = output(data, round);
    for (let i = 0; i < y.length; i++) meters[which](i * channels + c, y[i], () => data);
  }
}

/** y and dx where mean and variance are given: one x and one mean each. */
export function shareInference(
  shares: Shares,
  given: readonly (readonly [x: number, mean: number])[],
  variance: number,
  format: ToyFormat,
  epsilon: number,
): void {
  const round = roundingOf(format);
  const dys = given.map(([x], c) => [x, 1.5, -0.5][c % 3]);
  const base = {
    x: beside(given.map(([x]) => [x])),
    axis: 1,
    gamma: each(given.map((_, c) => affineOf(c)[0])),
    epsilon,
    mean: each(given.map(([, mean]) => mean)),
    variance: each(given.map(() => variance)),
  };
  const beta = each(given.map((_, c) => affineOf(c)[1]));
  const forward = judge('inferForward', { ...base, beta }, 'stable', format);
  const backward = judge('inferBackward', { ...base, dy: beside(dys.map((dy) => [dy])) }, 'stable', format);
  const ofOutputs = outputForms.map(([form]) => meterOf(shares, forward, 'y', form));
  const ofGradients = Object.entries(inferenceGradients).map(
    ([form, gradient]) => [gradient, meterOf(shares, backward, 'dx', form)] as const,
  );
  const invStd = inverseStd(variance, epsilon, round);
  for (const [c, [x, mean]] of given.entries()) {
    const [gamma, shift] = affineOf(c);
    shareOutputs(ofOutputs, c, given.length, { x: [x], mean, variance, epsilon, gamma, beta: shift }, round);
    const data = { x: [x], dy: [dys[c]], mean, invStd, gamma };
    for (const [gradient, meter] of ofGradients) meter(c, gradient(data, round).dx[0], () => data);
  }
}

/** dx, dgamma and dbeta through the statistics of the batch, which two passes make. */
export function shareGradients(
  shares: Shares,
  channels: readonly (readonly [x: Channel, dy: Channel])[],
  format: ToyFormat,
  epsilon: number,
): void {
  const round = roundingOf(format);
  const call = {
    x: beside(channels.map(([x]) => x)),
    dy: beside(channels.map(([, dy]) => dy)),
    axis: 1,
    gamma: each(channels.map((_, c) => affineOf(c)[0])),
    epsilon,
  };
  const judged = judge('trainBackward', call, 'stable', format);
  const forms = Object.entries(gradients).map(
    ([form, gradient]) => [gradient, metersOf(shares, judged, ['dx', 'dgamma', 'dbeta'], form)] as const,
  );
  for (const [c, [x, dy]] of channels.entries()) {
    const { mean, variance } = statistics['two passes'].of(x, round);
    const data = { x, dy, mean, invStd: inverseStd(variance, epsilon, round), gamma: affineOf(c)[0] };
    const input = (): unknown => data;
    for (const [gradient, meters] of forms) {
      const { dx, dgamma, dbeta } = gradient(data, round);
      meters.dgamma?.(c, dgamma, input);
      meters.dbeta?.(c, dbeta, input);
      for (let i = 0; i < dx.length; i++) meters.dx?.(i * channels.length + c, dx[i], input);
    }
  }
}
