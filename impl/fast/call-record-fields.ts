/**
 * The record that describes one call to the kernel: the position of each field. Must match kernel/call-record.ts field for
 * field.
 */

const integers = [
  'outer',
  'channels',
  'inner',
  'fold',
  'x',
  'dy',
  'out',
  'gamma',
  'beta',
  'mean',
  'spread',
  'runningMean',
  'runningVar',
  'meanOut',
  'varianceOut',
  'invStdOut',
  'runningMeanOut',
  'runningVarOut',
  'dgamma',
  'dbeta',
  'first',
  'second',
  'wides',
  'terms',
  'columnTerms',
  'line',
  'tile',
  'section',
  'places',
  'sections',
  'blocks',
  'strip',
] as const;

const doubles = ['count', 'epsilon', 'momentum', 'bessel'] as const;

const doublesAt = Math.ceil(integers.length / 2);

type Slots<Name extends string> = Readonly<Record<Name, number>>;

const slots = <Name extends string>(names: readonly Name[], from: number): Slots<Name> =>
  Object.fromEntries(names.map((name, i) => [name, from + i])) as Slots<Name>;

/** Index of each integer field in 32-bit words. */
export const word: Slots<(typeof integers)[number]> = slots(integers, 0);

/** Index of each float64 field in 64-bit words. */
export const double: Slots<(typeof doubles)[number]> = slots(doubles, doublesAt);

export const callBytes: number = (doublesAt + doubles.length) * 8;
