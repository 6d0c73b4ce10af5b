/** Facts about a call that conditions are made of, with the words for them. The cheapest is said first. */
import { snakeCase, type TensorName } from '../../terms/operations.ts';
import type { Traits, ValueTraits } from '../hypothesis/traits.ts';

export type FactValue = string | number | boolean | undefined;

export interface Fact {
  readonly name: string;
  /** Undefined where it makes no sense. */
  readonly of: (traits: Traits) => FactValue;
  readonly is: (value: string | number | boolean) => string;
  readonly isNot: (value: string | number | boolean) => string;
  readonly atLeast: (value: number) => string;
  readonly atMost: (value: number) => string;
  readonly cost: number;
  /** Whether it is a whole number, of which remainders and single values make sense. */
  readonly exact: boolean;
}

function fact(name: string, cost: number, of: Fact['of'], changes: Partial<Fact> = {}): Fact {
  return {
    name,
    of,
    cost,
    exact: false,
    is: (value) => `${name} is ${value}`,
    isNot: (value) => `${name} is not ${value}`,
    atLeast: (value) => `${name} is ${value} or more`,
    atMost: (value) => `${name} is ${value} or less`,
    ...changes,
  };
}

const whole = (name: string, cost: number, of: (traits: Traits) => number | undefined): Fact =>
  fact(name, cost, of, {
    exact: true,
    is: (value) => `${name} = ${value}`,
    isNot: (value) => `${name} is not ${value}`,
    atLeast: (value) => `${name} > ${value - 1}`,
    atMost: (value) => `${name} < ${value + 1}`,
  });

const whether = (cost: number, yes: string, no: string, of: (traits: Traits) => boolean | undefined): Fact =>
  fact(yes, cost, of, { is: (value) => (value === true ? yes : no), isNot: (value) => (value === true ? no : yes) });

const names: readonly TensorName[] = [
  'x',
  'dy',
  'gamma',
  'beta',
  'runningMean',
  'runningVar',
  'mean',
  'variance',
  'invStd',
];

const optional: readonly TensorName[] = ['gamma', 'beta', 'runningMean', 'runningVar'];

const shapes: readonly Fact[] = [
  whole('the rank', 1, ({ rank }) => rank),
  whole('the channel axis', 1.1, ({ axis }) => axis),
  whether(1, 'the channel axis is the last', 'the channel axis is not the last', ({ axis, rank }) => axis === rank - 1),
  whole('C', 1.2, ({ C }) => C),
  whole('m', 1.2, ({ m }) => m),
  whole('N', 1.3, ({ N }) => N),
  whole('S', 1.3, ({ S }) => S),
  whole('the length of the last axis', 1.5, ({ shape }) => shape[shape.length - 1]),
  whole('the length of the first axis', 1.5, ({ shape }) => shape[0]),
  whole('the length of axis 1', 1.7, ({ shape }) => shape[1]),
  whole('the length of axis 2', 1.7, ({ shape }) => shape[2]),
  whole('the number of values of x', 1.6, ({ size }) => size),
  whether(1.5, 'N = C', 'N and C differ', ({ N, C }) => N === C),
  whether(1.6, 'S = C', 'S and C differ', ({ S, C }) => S === C),
  whether(1.6, 'N = S', 'N and S differ', ({ N, S }) => N === S),
  whether(
    1.7,
    'axes 1 and 2 are equally long',
    'axes 1 and 2 differ in length',
    ({ shape }) => shape.length > 2 && shape[1] === shape[2],
  ),
];

const types: readonly Fact[] = [
  fact('the type of x', 1, ({ type }) => type, {
    is: (value) => `x is ${value}`,
    isNot: (value) => `x is not ${value}`,
  }),
  fact('the type of gamma', 1.5, ({ gamma, beta }) => (gamma ?? beta)?.type),
  fact('the type of the statistics', 1.4, (traits) => statisticIn(traits)?.type),
  whether(1.5, 'statistics have the type of x', 'statistics have another type than x', (traits) => {
    const statistic = statisticIn(traits);
    return statistic && statistic.type === traits.type;
  }),
  whether(
    1.6,
    'gamma and beta have the type of x',
    'gamma and beta have another type than x',
    ({ gamma, beta, type }) => {
      const parameter = gamma ?? beta;
      return parameter && parameter.type === type;
    },
  ),
];

const statisticIn = ({ runningMean, runningVar, mean, variance, invStd }: Traits): ValueTraits | undefined =>
  runningMean ?? runningVar ?? mean ?? variance ?? invStd;

const digits = 6;

const scalars: readonly Fact[] = [
  fact('epsilon', 1.4, ({ epsilon }) => epsilon),
  fact('momentum', 1.6, ({ momentum }) => momentum),
  whether(1.3, 'epsilon is no float32', 'epsilon is a float32', ({ epsilon }) =>
    epsilon === undefined ? undefined : Math.fround(epsilon) !== epsilon,
  ),
  whether(1.4, 'momentum is no float32', 'momentum is a float32', ({ momentum }) =>
    momentum === undefined ? undefined : Math.fround(momentum) !== momentum,
  ),
  whether(1.5, `epsilon has more than ${digits} digits`, `epsilon has at most ${digits} digits`, ({ epsilon }) =>
    epsilon === undefined ? undefined : Number(epsilon.toPrecision(digits)) !== epsilon,
  ),
];

const values = (name: TensorName): Fact[] => {
  const said = name === 'invStd' ? 'the given inv_std' : snakeCase(name);
  const of =
    <V extends FactValue>(get: (traits: ValueTraits) => V) =>
    (traits: Traits): V | undefined => {
      const own = traits[name];
      return own && get(own);
    };
  return [
    whether(
      2,
      `${said} contains a 0`,
      `${said} contains no 0`,
      of(({ hasZero }) => hasZero),
    ),
    whether(
      2,
      `${said} contains a negative value`,
      `${said} contains no negative value`,
      of(({ hasNegative }) => hasNegative),
    ),
    whether(
      1.9,
      `${said} contains a NaN`,
      `${said} contains no NaN`,
      of(({ hasNaN }) => hasNaN),
    ),
    whether(
      1.9,
      `${said} contains an infinity`,
      `${said} contains no infinity`,
      of(({ hasInfinity }) => hasInfinity),
    ),
    whether(
      1.9,
      `${said} contains a subnormal value`,
      `${said} contains no subnormal value`,
      of(({ hasSubnormal }) => hasSubnormal),
    ),
    whether(
      2.1,
      name === 'x' || name === 'dy' ? `a channel of ${said} is constant` : `all entries of ${said} are equal`,
      name === 'x' || name === 'dy' ? `no channel of ${said} is constant` : `entries of ${said} differ`,
      of(({ constant }) => constant),
    ),
    whether(
      2.2,
      `the first, the middle and the last value of a channel of ${said} are equal`,
      `the first, the middle and the last value of no channel of ${said} are equal`,
      of(({ equalEnds }) => equalEnds),
    ),
    fact(
      `the largest |${said}|`,
      2.3,
      of(({ largest }) => largest),
    ),
    fact(
      `the least |${said}| that is not 0`,
      2.5,
      of(({ leastNonzero }) => leastNonzero),
    ),
    ...(name === 'x' || name === 'dy'
      ? [
          fact(
            `the largest |${said}| of some channel`,
            2.4,
            of(({ leastPeak }) => leastPeak),
          ),
        ]
      : []),
  ];
};

const all: readonly Fact[] = [
  whether(
    1.7,
    'only one of gamma and beta is given',
    'gamma and beta are both given, or neither',
    ({ gamma, beta }) => (gamma === undefined) !== (beta === undefined),
  ),
  ...optional.map((name) =>
    whether(
      1,
      `${snakeCase(name)} is given`,
      `${snakeCase(name)} is not given`,
      (traits) => traits[name] !== undefined,
    ),
  ),
  ...shapes,
  ...types,
  ...scalars,
  ...names.flatMap(values),
  whether(2.2, 'some x is the mean of its channel', 'no x is the mean of its channel', ({ xAtMean }) => xAtMean),
  fact('the largest |y|', 2.1, ({ reach }) => reach),
  fact('|mean| in standard deviations', 2.1, ({ offset }) => offset),
];

/** Those in which the calls differ. */
export const factsOf = (calls: readonly Traits[]): Fact[] =>
  all.filter(({ of }) => {
    const first = of(calls[0]);
    return calls.some((traits) => !Object.is(of(traits), first));
  });
