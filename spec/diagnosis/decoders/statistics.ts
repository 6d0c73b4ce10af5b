/** Decodes the statistics that training returns: which sum divided by which count they are. */
import { batchAxisOf } from '../../cases/scenario-variants.ts';
import type { Diagnosis } from '../../report/report.ts';
import { type Layout, layoutOf } from '../../terms/layout.ts';
import { formats } from '../../terms/dtype.ts';
import { valuesOf } from '../../terms/tensor.ts';
import { byChannel, short } from '../channel-data.ts';
import { type Seen, seenIn } from '../answered-calls.ts';

interface Channel extends Layout {
  readonly x: readonly number[];
  /** Every value of the tensor. */
  readonly all: readonly number[];
  /** Length of the first axis that is not the channel axis. */
  readonly batch: number;
  /** The mean that the implementation itself returns. */
  readonly center: number;
  readonly epsilon: number;
}

interface Formula {
  readonly id: string;
  readonly says: string;
  readonly of: (channel: Channel) => number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const squares = (values: readonly number[], center: number): number =>
  sum(values.map((value) => (value - center) ** 2));
const variance = (values: readonly number[]): number => squares(values, mean(values)) / values.length;
const padded = (m: number, width: number): number => Math.ceil(m / width) * width;

function chunks(x: readonly number[], length: number): number[][] {
  return Array.from({ length: Math.ceil(x.length / length) }, (_, k) => x.slice(k * length, (k + 1) * length));
}

/** Vectors, warps and blocks. */
const widths = [2, 4, 8, 16, 32, 64, 128, 256];

const means: readonly Formula[] = [
  { id: 'ST05', says: 'is taken over all channels together', of: ({ all }) => mean(all) },
  { id: 'ST03', says: 'divides by N · C · S', of: ({ x, all }) => sum(x) / all.length },
  { id: 'ST02', says: 'divides by N instead of N · S', of: ({ x, batch }) => sum(x) / batch },
  { id: 'ST02', says: 'divides by S instead of N · S', of: ({ x, batch }) => (sum(x) * batch) / x.length },
  ...widths.map((width) => ({
    id: 'ST12',
    says: `divides by m rounded up to a multiple of ${width}`,
    of: ({ x }: Channel) => sum(x) / padded(x.length, width),
  })),
  ...widths.map((width) => ({
    id: 'PR20',
    says: `is the mean of the means of chunks of ${width}`,
    of: ({ x }: Channel) => mean(chunks(x, width).map(mean)),
  })),
];

const variances: readonly Formula[] = [
  { id: 'ST01', says: 'divides by m - 1', of: ({ x, center }) => squares(x, center) / (x.length - 1) },
  { id: 'ST05', says: 'is taken over all channels together', of: ({ all }) => variance(all) },
  { id: 'ST03', says: 'divides by N · C · S', of: ({ x, all, center }) => squares(x, center) / all.length },
  { id: 'ST02', says: 'divides by N instead of N · S', of: ({ x, batch, center }) => squares(x, center) / batch },
  {
    id: 'ST02',
    says: 'divides by S instead of N · S',
    of: ({ x, batch, center }) => (squares(x, center) * batch) / x.length,
  },
  { id: 'EP05', says: 'includes epsilon', of: ({ x, epsilon }) => variance(x) + epsilon },
  { id: 'statistic', says: 'is the standard deviation', of: ({ x }) => Math.sqrt(variance(x)) },
  { id: 'ST07', says: 'is the mean of the squares of x', of: ({ x }) => squares(x, 0) / x.length },
  {
    id: 'SY01',
    says: 'is the mean of the variances of the two halves of a channel',
    of: ({ x }) => mean([variance(x.slice(0, x.length >> 1)), variance(x.slice(x.length >> 1))]),
  },
  {
    id: 'SY01',
    says: 'is the mean of the variances of the samples',
    of: ({ x, batch }) => mean(chunks(x, x.length / batch).map(variance)),
  },
  ...widths.map((width) => ({
    id: 'ST12',
    says: `divides by m rounded up to a multiple of ${width}`,
    of: ({ x, center }: Channel) => squares(x, center) / padded(x.length, width),
  })),
  ...widths.map((width) => ({
    id: 'PR20',
    says: `merges chunks of ${width} without the spread of their means`,
    of: ({ x }: Channel) => sum(chunks(x, width).map((chunk) => squares(chunk, mean(chunk)))) / x.length,
  })),
];

/** One channel of one call: the answer, and the right value. */
interface Value extends Channel {
  readonly actual: number;
  readonly exact: number;
  /** Relative difference that two ways to compute the same may have. */
  readonly slack: number;
}

/** Fewer wrong values than this do not show a formula. */
const several = 3;

export function decodeStatistics(seen: readonly Seen[]): Diagnosis[] {
  return [decode('mean', means, seen), decode('variance', variances, seen)].filter((each) => each !== undefined);
}

function decode(
  output: 'mean' | 'variance',
  formulas: readonly Formula[],
  seen: readonly Seen[],
): Diagnosis | undefined {
  const values = valuesIn(output, seen);
  const differs = ({ actual, exact, slack }: Value, value = exact): boolean => !(Math.abs(actual - value) <= slack);
  const wrong = values.filter((value) => differs(value));
  if (wrong.length < several) return undefined;
  const found = formulas.find(({ of }) => values.every((value) => !differs(value, of(value))));
  if (found === undefined) return undefined;
  const [{ actual, exact }] = wrong;
  return {
    id: found.id,
    says: `The ${output} that training returns ${found.says}.`,
    evidence: `this fits in all ${values.length} channels, ${values.length - wrong.length} of which are right nevertheless; the first wrong value is ${short(actual)}, where the ${output} is ${short(exact)}`,
  };
}

/** Where the mean dwarfs the standard deviation, correct arithmetic may be off by more than formulas differ by. */
const mostOffset = 30;

function valuesIn(output: 'mean' | 'variance', seen: readonly Seen[]): Value[] {
  return seenIn(seen, 'trainForward').flatMap(({ call, outputs, truth, layout }) => {
    const given = outputs[output];
    const exact = truth.outputs[output]?.hi;
    if (given === undefined || exact === undefined || given.data.length !== layout.channels) return [];
    const centers = outputs.mean?.data.length === layout.channels ? valuesOf(outputs.mean) : truth.channel.mean;
    const [actual, all] = [valuesOf(given), [...valuesOf(call.x)]];
    const unit = Math.max(formats[call.x.dtype].unitRoundoff, formats[given.dtype].unitRoundoff);
    return byChannel(call.x, call.axis).flatMap((x, c): Value[] => {
      const spread = truth.channel.variance[c];
      if (truth.channel.mean[c] ** 2 > mostOffset ** 2 * spread) return [];
      const size =
        output === 'mean' ? Math.sqrt(spread) + Math.abs(truth.channel.mean[c]) : Math.max(spread, actual[c]);
      const common = { ...layoutOf(call.x.shape, call.axis), x, all, epsilon: call.epsilon };
      const batch = call.x.shape[batchAxisOf(call.axis)];
      const slack = Math.max(1e-4, 16 * unit) * size;
      return [{ ...common, batch, center: centers[c], actual: actual[c], exact: exact[c], slack }];
    });
  });
}
