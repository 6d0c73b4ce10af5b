/** Decodes y: fits y = a·x + b in each channel and asks which denominator (gamma / a)² is. */
import type { Diagnosis } from '../../report/report.ts';
import type { TrainForward } from '../../terms/contract.ts';
import type { Truth } from '../../terms/truth.ts';
import type { Tensor } from '../../terms/contract.ts';
import { byChannel, close, perChannel, short } from '../channel-data.ts';
import { regress } from '../../accuracy/least-squares.ts';

interface Denominator {
  readonly id: string;
  readonly says: string;
  readonly of: (v: number, epsilon: number, m: number, running: number) => number;
}

/** Value found in place of v + epsilon. */
const denominators: readonly Denominator[] = [
  { id: 'ST01', says: 'divides by the unbiased variance', of: (v, e, m) => (v * m) / (m - 1) + e },
  { id: 'EP01', says: 'adds epsilon outside the square root', of: (v, e) => (Math.sqrt(v) + e) ** 2 },
  { id: 'EP02', says: 'omits epsilon', of: (v) => v },
  { id: 'EP05', says: 'adds epsilon twice', of: (v, e) => v + 2 * e },
  { id: 'EP06', says: 'adds the square of epsilon', of: (v, e) => v + e * e },
  { id: 'EP06', says: 'adds the square root of epsilon', of: (v, e) => v + Math.sqrt(e) },
  { id: 'ST09', says: 'divides by variance plus epsilon without taking the square root', of: (v, e) => (v + e) ** 2 },
  { id: 'MD02', says: 'normalizes with the running variance', of: (_, e, __, running) => running + e },
];

/** @param y - the implementation's answer to this call */
export function decodeForward(call: TrainForward, y: Tensor, { channel, outputs }: Truth): Diagnosis | undefined {
  const xs = byChannel(call.x, call.axis);
  const ys = byChannel(y, call.axis);
  const gammas = perChannel(call.gamma, xs.length, 1);
  const running = perChannel(call.runningVar, xs.length, 0);
  const exact = byChannel({ dtype: 'float64', shape: y.shape, data: outputs.y?.hi as Float64Array }, call.axis);
  const m = xs[0].length;
  const fits = xs.map((x, c) => regress(ys[c], [x, x.map(() => 1)]));

  const bent = fits.findIndex((fit) => fit === undefined || fit.residual > 1e-3);
  if (bent >= 0) return { id: 'not-affine', says: notAffine, evidence: misplaced(ys[bent], exact[bent], bent) };

  const squares = fits.map((fit, c) => (gammas[c] / (fit?.k[0] ?? Number.NaN)) ** 2);
  if (squares.every((square, c) => close(square, channel.variance[c] + call.epsilon))) return undefined;
  const found = denominators.find(({ of }) =>
    squares.every((square, c) => close(square, of(channel.variance[c], call.epsilon, m, running[c]))),
  );
  const seen = squares.map(
    (square, c) => `${short(square)} while v + epsilon is ${short(channel.variance[c] + call.epsilon)}`,
  );
  return {
    id: found?.id ?? 'denominator',
    says: found
      ? `The forward pass ${found.says}.`
      : 'The forward pass divides by the square root of something other than variance plus epsilon.',
    evidence: `y = a·x + b in every channel; (gamma / a)² is ${seen.join('; ')}`,
  };
}

const notAffine =
  'Within a channel, y is not an affine function of x: the wrong elements were reduced or normalized (layout, axis, instance statistics, tail elements, a race).';

/** Positions of the wrong values: the last few suggest mishandled tail elements, many a wrong axis. */
function misplaced(actual: readonly number[], exact: readonly number[], c: number): string {
  const size = Math.max(...exact.map(Math.abs));
  const wrong = actual.flatMap((value, i) => (Math.abs(value - exact[i]) > 1e-3 * size ? [i] : []));
  const last = actual.length - 1;
  const tail = wrong.length > 0 && wrong.length < 8 && wrong.every((at, k) => at === last - (wrong.length - 1 - k));
  const where = tail ? `only the last ${wrong.length} of ${actual.length}` : `${wrong.length} of ${actual.length}`;
  return `channel ${c}: ${where} values are wrong (positions ${wrong.slice(0, 12).join(', ')}${wrong.length > 12 ? ', …' : ''})`;
}
