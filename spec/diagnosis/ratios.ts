/** Decodes gradients that are right but for a factor: what they are over the right ones, in every channel. */
import { batchAxisOf } from '../cases/variants.ts';
import type { Diagnosis } from '../report/report.ts';
import type { Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { elementwise, type Operation, operations } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import { byChannel, perChannel, short } from './channel-data.ts';
import type { Seen } from './seen.ts';

interface Channel {
  readonly m: number;
  /** Length of the first axis that is not the channel axis. */
  readonly batch: number;
  readonly gamma: number;
  /** Inverse standard deviation. */
  readonly r: number;
}

interface Factor {
  readonly says: string;
  readonly id: Readonly<Partial<Record<Gradient, string>>>;
  readonly of: (channel: Channel) => number;
}

const gradients = ['dx', 'dgamma', 'dbeta'] as const;
type Gradient = (typeof gradients)[number];

const factors: readonly Factor[] = [
  { says: 'divided by m', id: { dgamma: 'BW17', dbeta: 'BW17' }, of: ({ m }) => 1 / m },
  { says: 'divided by N', id: { dgamma: 'BW17', dbeta: 'BW17' }, of: ({ batch }) => 1 / batch },
  { says: 'divided by S', id: { dgamma: 'BW17', dbeta: 'BW17' }, of: ({ m, batch }) => batch / m },
  { says: 'twice the right one', id: { dgamma: 'SY09', dbeta: 'SY09' }, of: () => 2 },
  { says: 'half of the right one', id: { dgamma: 'SY09', dbeta: 'SY09' }, of: () => 0.5 },
  { says: 'the right one with the wrong sign', id: {}, of: () => -1 },
  { says: 'right for the absolute value of gamma', id: { dx: 'AF03' }, of: ({ gamma }) => Math.sign(gamma) },
  { says: 'without gamma', id: { dx: 'BW05' }, of: ({ gamma }) => 1 / gamma },
  { says: 'multiplied by gamma once more', id: { dx: 'BW06', dgamma: 'BW06' }, of: ({ gamma }) => gamma },
  {
    says: 'multiplied by the inverse standard deviation once more',
    id: { dx: 'BW07', dgamma: 'BW15' },
    of: ({ r }) => r,
  },
  { says: 'without the inverse standard deviation', id: { dx: 'BW07', dgamma: 'BW15' }, of: ({ r }) => 1 / r },
];

/** Channels that an explanation needs. */
const several = 4;

/** @returns one for each operation and output that is right but for a factor which is not 1 */
export function decodeRatios(
  seen: readonly Seen[],
): { operation: Operation; output: Gradient; diagnosis: Diagnosis }[] {
  return operations.flatMap((operation) =>
    gradients.flatMap((output) => {
      const sights = seen.flatMap((each) => (each.operation === operation ? sightsOf(each, output) : []));
      const off = sights.filter(({ ratio, slack }) => Math.abs(ratio - 1) > slack);
      if (sights.length < several || off.length < several / 2) return [];
      const found = factors.find(({ of }) =>
        sights.every(({ ratio, slack, ...channel }) => Math.abs(ratio / of(channel) - 1) <= slack),
      );
      if (found === undefined) return [];
      const evidence = `it is so in ${sights.length} channels, the first of them with the factor ${short(off[0].ratio)}`;
      const says = `In ${operation} ${output} is ${found.says}.`;
      return [{ operation, output, diagnosis: { id: found.id[output] ?? 'factor', says, evidence } }];
    }),
  );
}

interface Sight extends Channel {
  readonly ratio: number;
  readonly slack: number;
}

/** Channels whose gradient is much larger than its bound. */
function sightsOf({ call, outputs, truth, bounds, layout }: Seen, output: Gradient): Sight[] {
  const [given, exact, bound] = [outputs[output], truth.outputs[output], bounds[output]];
  if (given === undefined || exact === undefined || bound === undefined) return [];
  const { channels, perChannel: m } = layout;
  const gammas = perChannel(call.gamma, channels, 1);
  const channelsOf = (values: Float64Array): number[][] =>
    elementwise.has(output) ? byChannel(asTensor(values, call.x), call.axis) : [...values].map((value) => [value]);
  const [actual, right, allowed] = [valuesOf(given), exact.hi, bound].map(channelsOf);
  return actual.flatMap((values, c): Sight[] => {
    const norm = right[c].reduce((sum, value) => sum + value ** 2, 0);
    const ratio = values.reduce((sum, value, i) => sum + value * right[c][i], 0) / norm;
    const left = Math.sqrt(values.reduce((sum, value, i) => sum + (value - ratio * right[c][i]) ** 2, 0));
    const error = Math.sqrt(allowed[c].reduce((sum, value) => sum + value ** 2, 0) / norm);
    const slack = Math.max(1e-4, 16 * formats[given.dtype].unitRoundoff, 4 * error);
    if (!(slack < 0.05) || gammas[c] === 0) return [];
    // What is no multiple of the right one has no factor.
    const clean = left <= 4 * slack * Math.abs(ratio) * Math.sqrt(norm);
    const batch = call.x.shape[batchAxisOf(call.axis)];
    return [{ m, batch, gamma: gammas[c], r: truth.channel.invStd[c], ratio: clean ? ratio : Number.NaN, slack }];
  });
}

const asTensor = (data: Float64Array, { shape }: Tensor): Tensor => ({ dtype: 'float64', shape, data });
