/** Wrong steps: each step of the model with other quantities, fewer digits, fewer values. The simplest come first. */
import type { Claims, DType } from '../../terms/contract.ts';
import { formats } from '../../terms/dtype.ts';
import type { AnyCall, NamedTensors } from '../../terms/named-tensors.ts';
import { elementOf } from '../../terms/layout.ts';
import type { Operation } from '../../terms/operations.ts';
import {
  answerOf,
  type Channel,
  type Column,
  meanOf,
  rightSteps,
  squaresOf,
  type Statistics,
  type Steps,
  sumOf,
} from './model.ts';
import { counts, losses, roundings, truncatedTo, widths } from './quantities.ts';

export interface WrongStep {
  /** A sentence without its end. */
  readonly says: string;
  readonly steps: Partial<Steps>;
  /** Row of the catalogue of mistakes that it is, by which decoders name it as well. */
  readonly row?: string;
  /** The call that is answered in the place of this one, where another operation is. */
  readonly instead?: (operation: Operation, call: AnyCall) => { operation: Operation; call: AnyCall } | undefined;
}

const wrong = (says: string, steps: Partial<Steps>): WrongStep => ({ says, steps });
const known = (row: string, says: string, steps: Partial<Steps>): WrongStep => ({ says, steps, row });
const variance = (x: Column): number => squaresOf(x, meanOf(x)) / x.length;
const chunks = (x: Column, length: number): Column[] =>
  Array.from({ length: Math.ceil(x.length / length) }, (_, k) => x.slice(k * length, (k + 1) * length));
const samples = (x: Column, { layout }: Channel): Column[] => chunks(x, layout.inner);
const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** A sum whose every step is rounded. */
const sumIn =
  (round: (value: number) => number) =>
  (terms: Column): number =>
    terms.reduce((sum, term) => round(sum + round(term)), 0);

const divided: readonly WrongStep[] = counts.flatMap(({ says, of }) => [
  wrong(`the mean divides by ${says} instead of m`, { mean: (x, k) => sumOf(x) / of(k) }),
  wrong(`the variance divides by ${says} instead of m`, { variance: (x, mean, k) => squaresOf(x, mean) / of(k) }),
  wrong(`mean and variance divide by ${says} instead of m`, {
    mean: (x, k) => sumOf(x) / of(k),
    variance: (x, mean, k) => squaresOf(x, mean) / of(k),
  }),
]);

const fewer: readonly (readonly [string, (x: Column, k: Channel) => Column])[] = [
  ['values that are 0', (x) => x.filter((value) => value !== 0)],
  ['NaN', (x) => x.filter((value) => !Number.isNaN(value))],
  ['infinities and NaN', (x) => x.filter(Number.isFinite)],
  ['the last value', (x) => x.slice(0, -1)],
  ['the first value', (x) => x.slice(1)],
  ['the last sample', (x, { layout }) => x.slice(0, -layout.inner)],
  ['the first sample', (x, { layout }) => x.slice(layout.inner)],
  ['all samples but the first', (x, { layout }) => x.slice(0, layout.inner)],
  ['the second half', (x) => x.slice(0, Math.ceil(x.length / 2))],
  ['every second value', (x) => x.filter((_, i) => i % 2 === 0)],
  ...widths.map((width): [string, (x: Column) => Column] => [
    `the last m mod ${width} values`,
    (x) => (x.length >= width ? x.slice(0, x.length - (x.length % width)) : x),
  ]),
];
const empty = (x: Column): Column => (x.length === 0 ? Float64Array.of(0) : x);

const counted: readonly WrongStep[] = fewer.flatMap(([says, of]) => [
  wrong(`the statistics leave out ${says}`, { counted: (x, k) => empty(of(x, k)) }),
  wrong(`the variance leaves out ${says}`, { variance: (x, mean, k) => squaresOf(of(x, k), mean) / x.length }),
  wrong(`the mean leaves out ${says}`, { mean: (x, k) => sumOf(of(x, k)) / x.length }),
]);

const f = Math.fround;
const onePass = (x: Column, mean: number, square: (value: number) => number): number =>
  sumIn(f)(x.map(square)) / x.length - f(mean) * f(mean);

const varied: readonly WrongStep[] = [
  wrong('the variance is E[x²] - E[x]² in float32, which cancels', {
    variance: (x, mean) => Math.max(0, f(f(onePass(x, mean, (value) => f(value * value))))),
  }),
  wrong('the variance is the mean of x²', { variance: (x) => squaresOf(x, 0) / x.length }),
  wrong('the variance is the standard deviation', { variance: (x) => Math.sqrt(variance(x)) }),
  wrong('the variance is the mean |deviation|', {
    variance: (x, mean) => average([...x].map((value) => Math.abs(value - mean))),
  }),
  wrong('the variance is the sum of squares, which is not divided', { variance: squaresOf }),
  wrong('the variance is 0 where the first, the middle and the last value are equal', {
    variance: (x) => (x.length > 2 && x[0] === x[x.length - 1] && x[0] === x[x.length >> 1] ? 0 : variance(x)),
  }),
  wrong('the variance is 0 where the first and the last value are equal', {
    variance: (x) => (x[0] === x[x.length - 1] ? 0 : variance(x)),
  }),
  wrong('the variances of the samples are averaged', { variance: (x, _, k) => average(samples(x, k).map(variance)) }),
  wrong('the standard deviations of the samples are averaged', {
    variance: (x, _, k) => average(samples(x, k).map((each) => Math.sqrt(variance(each)))) ** 2,
  }),
  wrong('the variances of the two halves are averaged', {
    variance: (x) =>
      average([variance(x.slice(0, Math.ceil(x.length / 2))), variance(x.slice(Math.ceil(x.length / 2)))]),
  }),
  wrong('the means of the two halves are averaged without their counts', {
    mean: (x) =>
      x.length > 1
        ? average([meanOf(x.slice(0, Math.ceil(x.length / 2))), meanOf(x.slice(Math.ceil(x.length / 2)))])
        : x[0],
  }),
  wrong('the means of the two halves are averaged without their counts', {
    mean: (x) => (x.length > 1 ? average([meanOf(x.slice(0, x.length >> 1)), meanOf(x.slice(x.length >> 1))]) : x[0]),
  }),
  ...[...widths, 0].flatMap((width) => {
    const parts = (x: Column, k: Channel): Column[] => (width === 0 ? samples(x, k) : chunks(x, width));
    const name = width === 0 ? 'the samples' : `chunks of ${width}`;
    return [
      wrong(`the means of ${name} are averaged without their counts`, {
        mean: (x, k) => average(parts(x, k).map(meanOf)),
      }),
      wrong(`${name} are merged without the spread of their means`, {
        variance: (x, _, k) => parts(x, k).reduce((sum, part) => sum + squaresOf(part, meanOf(part)), 0) / x.length,
      }),
      wrong(`the merge of ${name} uses the mean that is already updated`, {
        variance: (x, _, k) => mergedLate(parts(x, k)),
      }),
      wrong(`only the last of ${name} counts`, { counted: (x, k) => parts(x, k).at(-1) ?? x }),
    ];
  }),
  wrong("the count of Welford's recurrence is one too high in its variance", { variance: welford((k) => k + 1) }),
  wrong("the count of Welford's recurrence is one too low in its variance", { variance: welford((k) => k - 1) }),
  wrong("Welford's count starts at 1 instead of 0", {
    mean: (x) => x.reduce((mean, value, i) => mean + (value - mean) / (i + 2), 0),
  }),
  ...losses.flatMap(({ says, of }) => [
    wrong(`the squares of the deviations are ${says}`, {
      variance: (x, mean) => sumOf(x.map((value) => of((value - mean) ** 2))) / x.length,
    }),
    wrong(`the deviations are ${says}`, {
      variance: (x, mean) => sumOf(x.map((value) => of(value - mean) ** 2)) / x.length,
    }),
    wrong(`the mean is ${says}`, { mean: (x) => of(meanOf(x)) }),
    wrong(`the variance is ${says}`, { variance: (x, mean) => of(squaresOf(x, mean) / x.length) }),
    wrong(`1/m is ${says} in the mean`, { mean: (x) => sumOf(x) * of(1 / x.length) }),
    wrong(`1/m is ${says}`, {
      mean: (x) => sumOf(x) * of(1 / x.length),
      variance: (x, mean) => squaresOf(x, mean) * of(1 / x.length),
    }),
    wrong(`1/m is ${says} in the variance`, { variance: (x, mean) => squaresOf(x, mean) * of(1 / x.length) }),
  ]),
  ...roundings.flatMap(({ says, of }) => [
    wrong(`mean and variance are computed step by step, each step ${says}`, {
      mean: (x) => of(sumIn(of)(x) / x.length),
      variance: (x, mean) => of(sumIn(of)(x.map((value) => of(of(value - mean) ** 2))) / x.length),
    }),
    wrong(`the sum of the mean is ${says} at each step`, { mean: (x) => of(sumIn(of)(x) / x.length) }),
    wrong(`the sum of the variance is ${says} at each step`, {
      variance: (x, mean) => of(sumIn(of)(x.map((value) => of(of(value - mean) ** 2))) / x.length),
    }),
  ]),
];

function mergedLate(parts: readonly Column[]): number {
  let [n, mean, squares] = [0, 0, 0];
  for (const part of parts) {
    const [own, total] = [meanOf(part), n + part.length];
    mean = n === 0 ? own : mean + ((own - mean) * part.length) / total;
    squares += squaresOf(part, own) + (n === 0 ? 0 : ((own - mean) ** 2 * n * part.length) / total);
    n = total;
  }
  return squares / n;
}

/** Running variance of a recurrence whose count is off. */
function welford(count: (k: number) => number): (x: Column) => number {
  return (x) => {
    let [mean, v] = [0, 0];
    for (const [i, value] of x.entries()) {
      const [before, own] = [mean, i + 1];
      mean += (value - mean) / own;
      const k = count(own);
      if (k > 0) v = (v * (k - 1) + ((value - before) ** 2 * (k - 1)) / k) / k;
    }
    return v;
  };
}

const decades = Array.from({ length: 14 }, (_, i) => 10 ** -i)
  .flatMap((each) => [each, 5 * each])
  .map((each) => Number(each.toPrecision(3)));

const settings: readonly WrongStep[] = [
  known('EP02', 'epsilon is left out', { epsilon: () => 0 }),
  known('EP05', 'epsilon is added twice', { epsilon: (epsilon) => 2 * epsilon }),
  known('EP06', 'epsilon is squared', { epsilon: (epsilon) => epsilon ** 2 }),
  known('EP06', 'the square root of epsilon is added', { epsilon: Math.sqrt }),
  known('EP01', 'epsilon is added outside the root', { invStd: (v, epsilon) => 1 / (Math.sqrt(v) + epsilon) }),
  ...roundings.map(({ says, of }) => wrong(`epsilon is ${says}`, { epsilon: of })),
  ...[3, 4, 5, 6, 7, 8].map((digits) =>
    wrong(`epsilon has ${digits} digits only`, { epsilon: (epsilon) => Number(epsilon.toPrecision(digits)) }),
  ),
  ...[3, 4, 5, 6, 7, 8].map((digits) =>
    wrong(`epsilon has ${digits} decimals only`, { epsilon: (epsilon) => Number(epsilon.toFixed(digits)) }),
  ),
  ...decades.flatMap((least) => [
    known('EP03', `epsilon is always ${least}`, { epsilon: () => least }),
    wrong(`epsilon is always ${least}, outside the root`, {
      epsilon: () => least,
      invStd: (v, epsilon) => 1 / (Math.sqrt(v) + epsilon),
    }),
    known('EP07', `an epsilon below ${least} is raised to it`, { epsilon: (epsilon) => Math.max(epsilon, least) }),
    wrong(`an epsilon above ${least} is cut to it`, { epsilon: (epsilon) => Math.min(epsilon, least) }),
    wrong(`epsilon is multiplied by ${least}`, { epsilon: (epsilon) => epsilon * least }),
    wrong(`the variance is at least ${least}`, { invStd: (v, epsilon) => 1 / Math.sqrt(Math.max(v, least) + epsilon) }),
  ]),
];

const inverses: readonly WrongStep[] = [
  wrong('the variance is taken for the inverse standard deviation', { invStd: (v) => v }),
  wrong('the division by the standard deviation is missing', { invStd: () => 1 }),
  known('ST09', 'the square root is missing', { invStd: (v, epsilon) => 1 / (v + epsilon) }),
  wrong('the standard deviation multiplies instead of dividing', { invStd: (v, epsilon) => Math.sqrt(v + epsilon) }),
  wrong('NaN and negative variances count as 0', { invStd: (v, epsilon) => 1 / Math.sqrt((v > 0 ? v : 0) + epsilon) }),
  wrong('negative variances count as 0', { invStd: (v, epsilon) => 1 / Math.sqrt(Math.max(v, 0) + epsilon) }),
  wrong('the absolute value of the variance is taken', {
    invStd: (v, epsilon) => 1 / Math.sqrt(Math.abs(v) + epsilon),
  }),
  wrong('the given variance is taken for a standard deviation', { invStd: (v, epsilon) => 1 / (v + epsilon) }),
  known('ST01', 'the unbiased variance normalizes', {
    invStd: (v, epsilon, { layout: { perChannel: n } }) => 1 / Math.sqrt((v * n) / (n - 1) + epsilon),
  }),
  ...losses.flatMap(({ says, of }) => [
    wrong(`1/√(v + ε) is ${says}`, { invStd: (v, epsilon) => of(1 / Math.sqrt(v + epsilon)) }),
    wrong(`v + ε is ${says}`, { invStd: (v, epsilon) => 1 / Math.sqrt(of(v + epsilon)) }),
    wrong(`the variance is ${says} before the root`, { invStd: (v, epsilon) => 1 / Math.sqrt(of(v) + epsilon) }),
  ]),
  ...decades.flatMap((epsilon) => [
    wrong(`inv_std is turned into a variance with epsilon ${epsilon} and back`, {
      scale: (r) => 1 / Math.sqrt(Math.max(0, 1 / (r * r) - epsilon) + epsilon),
    }),
    wrong(`inv_std is cut at ${1 / epsilon}`, { scale: (r) => Math.min(r, 1 / epsilon) }),
  ]),
];

type Vector = Float64Array | undefined;
/** Entries of vectors that are taken in the place of those of the channel. */
const indexed = (says: string, at: (k: Channel, i: number) => number): WrongStep[] => [
  wrong(`gamma and beta are read ${says}`, {
    gamma: (t, k, i) => (t ? (t[at(k, i)] ?? 0) : 1),
    beta: (t, k, i) => (t ? (t[at(k, i)] ?? 0) : 0),
  }),
  wrong(`gamma is read ${says}`, { gamma: (t, k, i) => (t ? (t[at(k, i)] ?? 0) : 1) }),
  wrong(`beta is read ${says}`, { beta: (t, k, i) => (t ? (t[at(k, i)] ?? 0) : 0) }),
  wrong(`statistics, gamma and beta of inference are read ${says}`, {
    channel: (k, i) => Math.min(at(k, i), k.layout.channels - 1),
  }),
];
/** Place of an element in x. */
const placeOf = ({ c, layout }: Channel, i: number): number => elementOf(layout, c, i);
const misread: readonly (readonly [string, (k: Channel, i: number) => number])[] = [
  ['as if the channel axis were the last', (k, i) => placeOf(k, i) % k.layout.channels],
  [
    'as if the channel axis were the second',
    (k, i) => {
      const { shape } = k.call.x;
      return Math.floor(placeOf(k, i) / shape.slice(2).reduce((a, b) => a * b, 1)) % k.layout.channels;
    },
  ],
  ...[2, 4, 8, 16].map((w): readonly [string, (k: Channel, i: number) => number] => [
    `by the number of the vector of ${w} values instead of the value`,
    (k, i) => Math.floor(Math.floor(placeOf(k, i) / w) / k.layout.inner) % k.layout.channels,
  ]),
  ...[2, 4, 8, 16].map((w): readonly [string, (k: Channel, i: number) => number] => [
    `once for every ${w} values`,
    (k, i) => {
      const first = placeOf(k, i) - (placeOf(k, i) % w);
      return Math.floor(first / k.layout.inner) % k.layout.channels;
    },
  ]),
];
const own = (t: Vector, c: number, otherwise: number): number => t?.[c] ?? otherwise;

const affine: readonly WrongStep[] = [
  known('AF01', 'gamma is not applied', { gamma: () => 1 }),
  known('AF02', 'beta is not added', { beta: () => 0 }),
  wrong('neither gamma nor beta is applied', { gamma: () => 1, beta: () => 0 }),
  wrong('the absolute value of gamma is used', { gamma: (t, { c }) => Math.abs(own(t, c, 1)) }),
  wrong('gamma is applied twice', { gamma: (t, { c }) => own(t, c, 1) ** 2 }),
  wrong('1 is added to gamma', { gamma: (t, { c }) => 1 + own(t, c, 1) }),
  wrong('gamma counts as 0', { gamma: () => 0 }),
  wrong('beta is multiplied by gamma', { y: (x, { mean, r }, g, b) => g * ((x - mean) * r + b) }),
  wrong('beta is subtracted', { beta: (t, { c }) => -own(t, c, 0) }),
  wrong('where either gamma or beta is missing the other is not applied', {
    gamma: (t, { c, call }) => (call.beta ? own(t, c, 1) : 1),
    beta: (t, { c, call }) => (call.gamma ? own(t, c, 0) : 0),
  }),
  ...indexed('of the first channel', () => 0),
  ...indexed('by the sample instead of the channel', ({ layout }, i) => Math.floor(i / layout.inner)),
  ...indexed('by the position instead of the channel', ({ layout }, i) => i % layout.inner),
  ...indexed('of the next channel', ({ c, layout }) => (c + 1) % layout.channels),
  ...indexed('of the channel before', ({ c, layout }) => (c + layout.channels - 1) % layout.channels),
  ...indexed('in reverse order', ({ c, layout }) => layout.channels - 1 - c),
  ...misread.flatMap(([says, at]) => indexed(says, at)),
  ...widths.flatMap((width) => [
    ...indexed(
      `in blocks of ${width} channels, the last of which starts at C - ${width}`,
      ({ c, layout: { channels } }) => {
        const full = channels - (channels % width);
        return channels > width && c >= full ? channels - width + (c - full) : c;
      },
    ),
    ...indexed(`of channel c mod ${width}`, ({ c }) => c % width),
    ...indexed(`of the first channel from channel ${width} on`, ({ c }) => (c < width ? c : 0)),
  ]),
  ...[...widths, 10, 100, 200, 300, 400, 500, 512, 1000, 1024].flatMap((limit) => [
    wrong(`gamma counts as 0 from channel ${limit} on`, { gamma: (t, { c }) => (c < limit ? own(t, c, 1) : 0) }),
    wrong(`gamma counts as 1 from channel ${limit} on`, { gamma: (t, { c }) => (c < limit ? own(t, c, 1) : 1) }),
    wrong(`a missing gamma counts as 0 from channel ${limit} on`, {
      gamma: (t, { c }) => t?.[c] ?? (c < limit ? 1 : 0),
    }),
    wrong(`beta counts as 0 from channel ${limit} on`, { beta: (t, { c }) => (c < limit ? own(t, c, 0) : 0) }),
  ]),
];

const roundedY =
  (of: (value: number) => number): Steps['y'] =>
  (x, { mean, r }, g, b) =>
    of(of(of(of(x - of(mean)) * of(r)) * of(g)) + of(b));

const outputs: readonly WrongStep[] = [
  wrong('y is γ·x + β: mean and variance are not used', { y: (x, _, g, b) => g * x + b }),
  wrong('the mean is not subtracted', { y: (x, { r }, g, b) => g * x * r + b }),
  wrong('the mean is subtracted after scaling', { y: (x, { mean, r }, g, b) => g * (x * r - mean) + b }),
  wrong('the mean is added', { y: (x, { mean, r }, g, b) => g * (x + mean) * r + b }),
  wrong('y is β wherever x is the mean, whatever γ and the variance are', {
    y: (x, s, g, b, k) => (x === s.mean ? b : rightSteps.y(x, s, g, b, k)),
  }),
  wrong('y is 0 instead of NaN', {
    y: (x, s, g, b, k) => {
      const y = rightSteps.y(x, s, g, b, k);
      return Number.isNaN(y) ? 0 : y;
    },
  }),
  wrong('negative y are cut to 0', { y: (x, s, g, b, k) => Math.max(0, rightSteps.y(x, s, g, b, k)) }),
  ...roundings.map(({ says, of }) => wrong(`y is computed step by step, each step ${says}`, { y: roundedY(of) })),
  ...roundings.map(({ says, of }) =>
    wrong(`inv_std and y are computed step by step, each step ${says}`, {
      y: roundedY(of),
      invStd: (v, epsilon) => of(1 / Math.sqrt(of(of(v) + of(epsilon)))),
    }),
  ),
  ...losses.map(({ says, of }) => wrong(`y is ${says} before it is stored`, { store: of })),
  wrong('results are truncated instead of rounded', { store: (value, type) => truncatedTo(type, value) }),
  wrong('results beyond the largest number become that number instead of infinity', {
    store: (value, type) => {
      const { largest } = formats[type];
      return Math.abs(value) > largest ? Math.sign(value) * largest : value;
    },
  }),
  wrong('subnormal results become 0', {
    store: (value, type) => (Math.abs(value) < formats[type].smallestNormal ? 0 : value),
  }),
  ...[
    [0, 1],
    [1, 2],
    [2, 3],
    [0, 2],
    [1, 3],
  ].map(([a, b]) =>
    wrong(`results are written with axes ${a} and ${b} transposed`, {
      position: (index, shape) => transposed(index, shape, a, b),
    }),
  ),
];

/** Position of an element where two axes are exchanged while the shape stays. */
function transposed(index: number, shape: readonly number[], a: number, b: number): number {
  if (b >= shape.length) return index;
  const at: number[] = [];
  for (let k = shape.length - 1, rest = index; k >= 0; rest = Math.floor(rest / shape[k]), k--) at[k] = rest % shape[k];
  const [other, place] = [[...shape], [...at]];
  [other[a], other[b], place[a], place[b]] = [shape[b], shape[a], at[b], at[a]];
  return place.reduce((sum, each, k) => sum * other[k] + each, 0);
}

const smallest = (x: Column, type: DType): Column =>
  x.map((value) => (Math.abs(value) < formats[type].smallestNormal ? 0 : value));

const reads: readonly WrongStep[] = [
  wrong('subnormal x are read as 0', { read: (x, { call }) => smallest(x, call.x.dtype) }),
  wrong('negative x are read as positive', { read: (x) => x.map(Math.abs) }),
  wrong('NaN are read as 0', { read: (x) => x.map((value) => (Number.isNaN(value) ? 0 : value)) }),
  ...roundings.map(({ says, of }) => wrong(`x is ${says} first`, { read: (x) => x.map(of) })),
  ...losses.slice(3).map(({ says, of }) => wrong(`x is ${says} only`, { read: (x) => x.map(of) })),
];

const running: readonly WrongStep[] = [
  wrong('the running variance takes the biased variance', { bessel: (v) => v }),
  wrong('the running variance takes the unbiased variance', {
    bessel: (v, { layout: { perChannel: n } }) => (v * n) / (n - 1),
  }),
  wrong('the running variance takes the standard deviation', { bessel: Math.sqrt }),
  ...counts.map(({ says, of }) =>
    wrong(`Bessel's factor takes ${says} for m`, { bessel: (v, k) => (of(k) > 1 ? (v * of(k)) / (of(k) - 1) : v) }),
  ),
  wrong('momentum weighs the old value instead of the new, or the reverse', {
    update: (old, statistic, weight) => weight * old + (1 - weight) * statistic,
  }),
  wrong('the statistic is not updated', { update: (old) => old }),
  wrong('the old value is lost', { update: (_, statistic) => statistic }),
  wrong('the old value is not weighed', { update: (old, statistic, weight) => old + weight * statistic }),
  wrong('the new value is not weighed', { update: (old, statistic, weight) => (1 - weight) * old + statistic }),
  wrong('only the weighed new value is left', { update: (_, statistic, weight) => weight * statistic }),
  ...roundings.map(({ says, of }) =>
    wrong(`momentum is ${says}`, {
      update: (old, statistic, weight) => (1 - of(weight)) * old + of(weight) * statistic,
    }),
  ),
  ...[0.1, 0.01, 0.9, 0.99].map((weight) =>
    wrong(`the weight is always ${weight}`, { update: (old, statistic) => (1 - weight) * old + weight * statistic }),
  ),
];

const runs: readonly (readonly [string, (n: number, k: Channel) => readonly [number, number]])[] = [
  ['the last value', (n) => [n - 1, n]],
  ['the first value', () => [0, 1]],
  ['the last two values', (n) => [n - 2, n]],
  ['the last sample', (n, { layout: { inner } }) => [n - inner, n]],
  ['the last sample but one', (n, { layout: { inner } }) => [n - 2 * inner, n - inner]],
  ['the first sample', (_, { layout: { inner } }) => [0, inner]],
  ['the second half', (n) => [Math.ceil(n / 2), n]],
  ...widths.flatMap((w): [string, (n: number) => readonly [number, number]][] => [
    [`the last m mod ${w} values`, (n) => [n - (n % w), n]],
    [`the values from m - ⌈m/${w}⌉ to ${w - 1}·⌈m/${w}⌉`, (n) => [n - Math.ceil(n / w), (w - 1) * Math.ceil(n / w)]],
    [`the values behind the first ${w}`, (n) => [Math.min(n, w), n]],
  ]),
];

const sums: readonly WrongStep[] = (
  [
    ['dgamma and dbeta', ['dgamma', 'dbeta']],
    ['dgamma', ['dgamma']],
    ['dbeta', ['dbeta']],
  ] as const
).flatMap(([name, which]) => {
  const only =
    (change: (terms: Column, k: Channel) => number): Steps['sum'] =>
    (terms, k, sum) =>
      (which as readonly string[]).includes(sum) ? change(terms, k) : sumOf(terms);
  const verb = which.length > 1 ? ['leave', 'count', 'are'] : ['leaves', 'counts', 'is'];
  return [
    ...runs.flatMap(([says, of]) => [
      wrong(`${name} ${verb[0]} out ${says}`, {
        sum: only((terms, k) => sumOf(terms) - sumOf(terms.slice(...of(terms.length, k)))),
      }),
      wrong(`${name} ${verb[1]} twice ${says}`, {
        sum: only((terms, k) => sumOf(terms) + sumOf(terms.slice(...of(terms.length, k)))),
      }),
    ]),
    ...counts
      .slice(0, 9)
      .map(({ says, of }) =>
        wrong(`${name} ${verb[2]} divided by ${says}`, { sum: only((terms, k) => sumOf(terms) / of(k)) }),
      ),
    wrong(`${name} ${verb[2]} divided by m`, { sum: only(meanOf) }),
    ...roundings.flatMap(({ says, of }) => [
      wrong(`the sum of ${name} is ${says} at each step`, { sum: only(sumIn(of)) }),
      wrong(`the terms of ${name} are ${says}`, { sum: only((terms) => sumOf(terms.map(of))) }),
      ...[16, ...widths.slice(4), 512, 1024].map((block) =>
        wrong(`the sum of ${name} is ${says} after each block of ${block} values`, {
          sum: only((terms) => chunks(terms, block).reduce((sum, part) => of(sum + sumOf(part)), 0)),
        }),
      ),
    ]),
  ];
});

const dxOf =
  (
    of: (terms: {
      d: number;
      mean: number;
      hat: number;
      g: number;
      r: number;
      x: number;
      mu: number;
      dgamma: number;
      n: number;
      k: Channel;
    }) => number,
  ): Steps['dx'] =>
  ({ dy, hat, x, gamma, statistics, dgamma, dbeta }, k) =>
    dy.map((d, i) =>
      of({
        d,
        mean: dbeta / dy.length,
        hat: (hat[i] * dgamma) / dy.length,
        g: gamma,
        r: statistics.r,
        x: x[i],
        mu: statistics.mean,
        dgamma,
        n: dy.length,
        k,
      }),
    );

const weights: readonly (readonly [string, (r: number, g: number) => number])[] = [
  ['is missing', () => 0],
  ['has the wrong sign', () => -1],
  ['is doubled', () => 2],
  ['is halved', () => 0.5],
  ['misses a factor inv_std', (r) => 1 / r],
  ['has a factor inv_std too many', (r) => r],
  ['misses a factor inv_std²', (r) => 1 / (r * r)],
  ['misses the factor gamma', (_, g) => 1 / g],
  ['has a factor gamma too many', (_, g) => g],
];

const gradients: readonly WrongStep[] = [
  ...weights.flatMap(([says, w]) => [
    wrong(`the mean term of dx ${says}`, { dx: dxOf(({ d, mean, hat, g, r }) => g * r * (d - w(r, g) * mean - hat)) }),
    wrong(`the x̂ term of dx ${says}`, { dx: dxOf(({ d, mean, hat, g, r }) => g * r * (d - mean - w(r, g) * hat)) }),
    wrong(`the dy term of dx ${says}`, { dx: dxOf(({ d, mean, hat, g, r }) => g * r * (w(r, g) * d - mean - hat)) }),
    wrong(`the mean term and the x̂ term of dx: each ${says}`, {
      dx: dxOf(({ d, mean, hat, g, r }) => g * r * (d - w(r, g) * (mean + hat))),
    }),
    wrong(`dx as a whole ${says}`, { dx: dxOf(({ d, mean, hat, g, r }) => w(r, g) * g * r * (d - mean - hat)) }),
  ]),
  wrong('the derivative of the variance uses x instead of x - mean in the mean term of dx', {
    dx: dxOf(({ d, mean, hat, g, r, mu, dgamma, n }) => g * r * (d - mean - hat) + (g * dgamma * r * r * mu) / n),
  }),
  wrong('the x̂ term of dx uses x instead of x - mean', {
    dx: dxOf(({ d, mean, g, r, x, dgamma, n }) => g * r * (d - mean - (x * r * dgamma) / n)),
  }),
  wrong('dx is the gradient with constant statistics', { dx: dxOf(({ d, g, r }) => g * r * d) }),
  wrong('dx is the gradient through statistics', { dx: dxOf(({ d, mean, hat, g, r }) => g * r * (d - mean - hat)) }),
  ...counts.flatMap(({ says, of }) => [
    wrong(`the terms of dx divide by ${says} instead of m`, {
      dx: dxOf(({ d, mean, hat, g, r, n, k }) => g * r * (d - ((mean + hat) * n) / of(k))),
    }),
    wrong(`the mean term of dx divides by ${says} instead of m`, {
      dx: dxOf(({ d, mean, hat, g, r, n, k }) => g * r * (d - (mean * n) / of(k) - hat)),
    }),
    wrong(`the x̂ term of dx divides by ${says} instead of m`, {
      dx: dxOf(({ d, mean, hat, g, r, n, k }) => g * r * (d - mean - (hat * n) / of(k))),
    }),
    wrong(`variance and terms of dx divide by ${says} instead of m`, {
      variance: (x, mean, k) => squaresOf(x, mean) / of(k),
      dx: dxOf(({ d, mean, hat, g, r, n, k }) => g * r * (d - ((mean + hat) * n) / of(k))),
    }),
  ]),
];

type Give = Steps['give'];

const onlyGiven =
  (names: readonly string[], of: (value: number, k: Channel, s: Statistics) => number): Give =>
  (value, name, k, s) =>
    names.includes(name) ? of(value, k, s) : value;

const perChannel = ({ layout }: Channel): number => layout.perChannel;

const returned: readonly WrongStep[] = [
  ...(
    [
      ['the mean', ['mean']],
      ['the variance', ['variance']],
      ['inv_std', ['invStd']],
      ['dgamma', ['dgamma']],
      ['dbeta', ['dbeta']],
      ['dgamma and dbeta', ['dgamma', 'dbeta']],
    ] as const
  ).flatMap(([name, names]) => {
    const given = (says: string, of: (value: number, k: Channel, s: Statistics) => number): WrongStep =>
      wrong(`${name} that is returned ${says}`, { give: onlyGiven(names, of) });
    return [
      given('is divided by m', (value, k) => value / perChannel(k)),
      given('is multiplied by m', (value, k) => value * perChannel(k)),
      given('is divided by N', (value, { layout }) => value / layout.outer),
      given('is divided by S', (value, { layout }) => value / layout.inner),
      given('has the wrong sign', (value) => -value),
      given('is 0', () => 0),
      given('is doubled', (value) => 2 * value),
      given('is halved', (value) => value / 2),
      given('misses a factor inv_std', (value, _, { r }) => value / r),
      given('has a factor inv_std too many', (value, _, { r }) => value * r),
      given('is multiplied by gamma', (value, k) => value * (k.gamma ?? 1)),
      given('is absolute', (value) => Math.abs(value)),
      ...losses.map(({ says, of }) => given(`is ${says}`, (value) => of(value))),
    ];
  }),
  wrong('dgamma that is returned uses x instead of x̂', {
    give: onlyGiven(['dgamma'], (_, k) => sumOf(dyOf(k).map((d, i) => d * k.x[i]))),
  }),
  wrong('dgamma that is returned uses x - mean instead of x̂', {
    give: onlyGiven(['dgamma'], (_, k, { mean }) => sumOf(dyOf(k).map((d, i) => d * (k.x[i] - mean)))),
  }),
  wrong('the variance that is returned is unbiased', {
    give: onlyGiven(['variance'], (value, k) => (value * perChannel(k)) / (perChannel(k) - 1)),
  }),
  wrong('the variance that is returned is the standard deviation', { give: onlyGiven(['variance'], Math.sqrt) }),
  wrong('the variance that is returned includes epsilon', {
    give: onlyGiven(['variance'], (value, { epsilon }) => value + epsilon),
  }),
  wrong('inv_std that is returned is the variance', { give: onlyGiven(['invStd'], (_, __, { variance: v }) => v) }),
  wrong('inv_std that is returned is the standard deviation', { give: onlyGiven(['invStd'], (value) => 1 / value) }),
  wrong('inv_std that is returned leaves out epsilon', {
    give: onlyGiven(['invStd'], (_, __, { variance: v }) => 1 / Math.sqrt(v)),
  }),
];

const dyOf = ({ dy }: Channel): Column => dy ?? new Float64Array();

function withoutStatistics({ mean: _mean, variance: _variance, ...call }: AnyCall): AnyCall {
  return call;
}

const rerouted: readonly WrongStep[] = [
  {
    says: 'the gradient of training is given in inference',
    steps: {},
    instead: (operation, call) =>
      operation === 'inferBackward' ? { operation: 'trainBackward', call: withoutStatistics(call) } : undefined,
  },
  {
    says: 'inference normalizes with the statistics of the batch',
    steps: {},
    instead: (operation, call) =>
      operation === 'inferForward' ? { operation: 'trainForward', call: withoutStatistics(call) } : undefined,
  },
  {
    says: 'training normalizes with the running statistics',
    steps: {},
    instead: (operation, { runningMean, runningVar, ...call }) =>
      operation === 'trainForward' && runningMean && runningVar
        ? { operation: 'inferForward', call: { ...call, mean: runningMean, variance: runningVar } }
        : undefined,
  },
];

/** The answer to a call with a wrong step. */
export function answerWith(
  { steps, instead }: WrongStep,
  operation: Operation,
  call: AnyCall,
  claims: Claims,
): NamedTensors | undefined {
  if (instead === undefined) return answerOf(steps, operation, call, claims);
  const other = instead(operation, call);
  return other && answerOf(steps, other.operation, other.call, claims);
}

export const wrongSteps: readonly WrongStep[] = [
  ...rerouted,
  ...affine.slice(0, 10),
  ...settings.slice(0, 5),
  ...inverses.slice(0, 9),
  ...outputs.slice(0, 7),
  ...running,
  ...returned,
  ...gradients,
  ...divided,
  ...counted,
  ...varied,
  ...affine.slice(10),
  ...settings.slice(5),
  ...inverses.slice(9),
  ...outputs.slice(7),
  ...reads,
  ...sums,
];
