/** Decodes gradients that are right up to a factor: their ratio to the correct ones, in every channel. */
import { batchAxisOf } from '../../cases/scenario-variants.ts';
import type { Diagnosis } from '../../report/report.ts';
import type { Tensor } from '../../terms/contract.ts';
import { formats } from '../../terms/dtype.ts';
import { elementwise, type Operation, operations, snakeCase } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import { byChannel, perChannel, short } from '../channel-data.ts';
import type { Seen } from '../answered-calls.ts';

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
  { says: 'twice the right value', id: { dgamma: 'SY09', dbeta: 'SY09' }, of: () => 2 },
  { says: 'half the right value', id: { dgamma: 'SY09', dbeta: 'SY09' }, of: () => 0.5 },
  { says: 'the right value with the wrong sign', id: {}, of: () => -1 },
  { says: 'computed with the absolute value of gamma', id: { dx: 'AF03' }, of: ({ gamma }) => Math.sign(gamma) },
  { says: 'not multiplied by gamma', id: { dx: 'BW05' }, of: ({ gamma }) => 1 / gamma },
  { says: 'multiplied by gamma once too often', id: { dx: 'BW06', dgamma: 'BW06' }, of: ({ gamma }) => gamma },
  {
    says: 'multiplied by the inverse standard deviation once too often',
    id: { dx: 'BW07', dgamma: 'BW15' },
    of: ({ r }) => r,
  },
  {
    says: 'not multiplied by the inverse standard deviation',
    id: { dx: 'BW07', dgamma: 'BW15' },
    of: ({ r }) => 1 / r,
  },
];

/** Fewest channels to draw a conclusion from. */
const several = 4;

/** @returns one for each operation and output that is right up to a factor other than 1 */
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
      const evidence = `the ratio to the right value fits this in ${sights.length} channels; where it is wrong first, it is ${short(off[0].ratio)}`;
      const says = `In ${snakeCase(operation)} ${output} is ${found.says}.`;
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
    // A gradient that is not a multiple of the right one has no factor.
    const clean = left <= 4 * slack * Math.abs(ratio) * Math.sqrt(norm);
    const batch = call.x.shape[batchAxisOf(call.axis)];
    return [{ m, batch, gamma: gammas[c], r: truth.channel.invStd[c], ratio: clean ? ratio : Number.NaN, slack }];
  });
}

const asTensor = (data: Float64Array, { shape }: Tensor): Tensor => ({ dtype: 'float64', shape, data });
