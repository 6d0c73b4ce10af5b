/** BN-12, up to the ends of the domain: each argument by itself, and all of them together. */
import fc from 'fast-check';
import { claimed } from '../cases/claimed-scenarios.ts';
import { scalarFor } from '../cases/epsilon-and-momentum.ts';
import { scenarioOf, scenarios } from '../cases/scenario.ts';
import { shapeOf } from '../cases/shape.ts';
import { type Change, inTurn, mapValues, timesPowerOfTwo } from '../cases/scenario-variants.ts';
import { type Clause, clause } from '../check/trial/clause.ts';
import type { Claims } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { operations } from '../terms/operations.ts';
import { everyOutput } from './_every-output.ts';

type Argument = 'x' | 'dy' | 'gamma' | 'beta' | 'runningMean' | 'runningVar' | 'savedMean' | 'savedInvStd';

const scaled =
  (exponent: number, ...names: readonly Argument[]): Change =>
  (s) => ({
    ...s,
    ...Object.fromEntries(names.flatMap((name) => (s[name] ? [[name, timesPowerOfTwo(s[name], exponent)]] : []))),
  });

/** Powers of two for which legitimate formulas have room: squares of x, and the third power of the divisor. */
const far: readonly (readonly [exponent: number, ...names: readonly Argument[]])[] = [
  [30, 'x'],
  [80, 'dy'],
  [40, 'gamma'],
  [60, 'gamma', 'beta'],
  [60, 'beta'],
  [30, 'runningMean', 'savedMean'],
  [60, 'runningVar'],
  [25, 'savedInvStd'],
];

const epsilonOf =
  (exponent: number): Change =>
  (s) => ({ ...s, epsilon: 2 ** exponent });

/** x and its mean, with variance and epsilon in step: y stays the same. */
const together = (exponent: number): Change =>
  inTurn(
    scaled(exponent, 'x', 'runningMean', 'savedMean'),
    scaled(2 * exponent, 'runningVar'),
    scaled(-exponent, 'savedInvStd'),
    epsilonOf(2 * exponent),
  );

const noVariance: Change = (s) => ({ ...s, runningVar: mapValues(s.runningVar, () => 0) });

/** The largest number of a narrow type, which a wider one holds with ease. */
const largestNumber: Change = (s) => ({
  ...s,
  x: mapValues(s.x, (value, i) => (i === 0 ? formats[s.x.dtype].largest : value)),
});

const momenta = [1e-6, 1 - 2 ** -12, 1 - 2 ** -20] as const;

function changesFor(claims: Claims): readonly Change[] {
  const half = claims.dtypes.includes('float16');
  const mayBe = (epsilon: number): boolean =>
    epsilon >= claims.minEpsilon && (claims.epsilons?.includes(epsilon) ?? true);
  const epsilons = (half ? [-12, 12] : [-30, -60, 12, 40]).filter((exponent) => mayBe(2 ** exponent));
  const steps = (half ? [-5, 5] : [-30, 30]).filter((exponent) => mayBe(4 ** exponent));
  return [
    ...far.flatMap(([exponent, ...names]) => [
      scaled(exponent, ...names),
      scaled(-exponent, ...names),
      scaled(Math.round(exponent / 2), ...names),
      scaled(-Math.round(exponent / 2), ...names),
    ]),
    ...epsilons.flatMap((exponent) => [
      epsilonOf(exponent),
      inTurn(epsilonOf(exponent), noVariance),
      inTurn(epsilonOf(exponent), scaled(exponent / 2, 'x')),
    ]),
    ...steps.map(together),
    ...momenta.map((momentum): Change => (s) => ({ ...s, momentum: scalarFor(s.x.dtype, momentum, claims) })),
    largestNumber,
  ];
}

export const wholeRange: Clause = clause({
  id: 'BN-12.14',
  level: 'MUST',
  says: 'Every argument is used as given, epsilon and momentum too, however large or small it is within the domain.',
  needs: [],
  given: (claims) =>
    fc
      .tuple(
        scenarios(claims, { minPerChannel: 2, maxPerChannel: 16, affine: 'both' }),
        fc.constantFrom(...changesFor(claims)),
      )
      .map(([s, change]) => claimed(claims, change(s))),
  always: (claims) => {
    const s = scenarioOf(claims, shapeOf(claims, { channels: 2, batch: 4 }));
    return changesFor(claims).map((change) => claimed(claims, change(s)));
  },
  holds: (trial, s) => everyOutput(trial, s, operations, { judge: 'required' }),
});
