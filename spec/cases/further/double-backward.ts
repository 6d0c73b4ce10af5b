/** Calls of second derivatives (BN-17): those of the training gradient, with cotangents of its results. */
import fc from 'fast-check';
import type { Claims, Tensor } from '../../terms/contract.ts';
import type { DoubleBackward } from '../../terms/further-contract.ts';
import { elementOf, layoutOf } from '../../terms/layout.ts';
import { tensor, valuesOf } from '../../terms/tensor.ts';
import { type DyFamily, fillDy } from '../family.ts';
import { type Random, randomOf } from '../random.ts';
import { callOf, type Scenario, type ScenarioConstraints, scenarioOf, scenarios } from '../scenario.ts';
import { channelVector, mapValues } from '../scenario-variants.ts';
import { shapeOf } from '../shape.ts';

/** Which of ddx, ddgamma and ddbeta are given: at least one. */
export interface Cotangents {
  readonly ddx: boolean;
  readonly ddgamma: boolean;
  readonly ddbeta: boolean;
}

/** All seven, the one with everything first. */
export const cotangentSets: readonly Cotangents[] = [7, 1, 3, 5, 2, 6, 4].map((bits) => ({
  ddx: (bits & 1) > 0,
  ddgamma: (bits & 2) > 0,
  ddbeta: (bits & 4) > 0,
}));

export interface SecondConstraints extends ScenarioConstraints {
  /** Shapes of ddx, the simplest first. */
  readonly ddxFamilies?: readonly DyFamily[];
  readonly cotangents?: readonly Cotangents[];
  /** Numbers that may be added to every dy, and to every ddx. Default: none. */
  readonly shifts?: readonly number[];
}

interface Choice {
  readonly cotangents: Cotangents;
  readonly ddxFamily: DyFamily;
  readonly shifts: readonly [dy: number, ddx: number];
  readonly seed: number;
}

/** With everything. */
const everything = [cotangentSets[0]];

export function doubleBackwards(claims: Claims, constraints: SecondConstraints = {}): fc.Arbitrary<DoubleBackward> {
  const { ddxFamilies = ['random'], cotangents = everything, shifts = [0] } = constraints;
  return fc
    .tuple(
      scenarios(claims, { minPerChannel: 2, ...constraints }),
      fc.record({
        cotangents: fc.constantFrom(...cotangents),
        ddxFamily: fc.constantFrom(...ddxFamilies),
        shifts: fc.tuple(fc.constantFrom(...shifts), fc.constantFrom(...shifts)),
        seed: fc.noShrink(fc.nat({ max: 2 ** 31 - 1 })),
      }),
    )
    .map(([s, choice]) => doubleBackwardOf(s, choice));
}

/** One call; omitted choices are the simplest. */
export function doubleBackwardOf(s: Scenario, choice: Partial<Choice> = {}): DoubleBackward {
  const { cotangents = everything[0], ddxFamily = 'random', shifts = [0, 0], seed = 1 } = choice;
  const random = randomOf(seed);
  const ddx = ddxOf(s, ddxFamily, random, shifts[1]);
  const ddgamma = channelVector(s, (c) => [0.7, -1.6, 2.2][c % 3] + 0.1 * random.uniform());
  const ddbeta = channelVector(s, (c) => [-1.1, 0.3, 4][c % 3] + 0.1 * random.uniform());
  const { gamma, beta } = s;
  // The gradients by gamma and beta exist beside them only; without gamma, libraries lose ddbeta (BN-17).
  const given = {
    ...(cotangents.ddx && { ddx }),
    ...(cotangents.ddgamma && gamma && { ddgamma: typedAs(gamma, ddgamma) }),
    ...(cotangents.ddbeta && gamma && beta && { ddbeta: typedAs(beta, ddbeta) }),
  };
  const { dy, ...call } = callOf.trainBackward(s);
  const shifted = shifts[0] === 0 ? dy : mapValues(dy, (value) => value + shifts[0]);
  return { ...call, dy: shifted, ...(Object.keys(given).length > 0 ? given : { ddx }) };
}

const typedAs = ({ dtype }: Tensor, t: Tensor): Tensor => tensor(dtype, t.shape, valuesOf(t));

function ddxOf(s: Scenario, family: DyFamily, random: Random, shift: number): Tensor {
  const { x } = s;
  const layout = layoutOf(x.shape, s.axis);
  const { channels, perChannel: m } = layout;
  const [xs, means, roots] = [x, s.savedMean, s.savedInvStd].map(valuesOf);
  const values = new Float64Array(xs.length);
  for (let c = 0; c < channels; c++) {
    const xhat = Array.from({ length: m }, (_, i) => (xs[elementOf(layout, c, i)] - means[c]) * roots[c]);
    const filled = fillDy(family, { random, c: c + 1, m, dtype: x.dtype }, xhat);
    for (const [i, value] of filled.entries()) values[elementOf(layout, c, i)] = value + shift;
  }
  return tensor(x.dtype, x.shape, values);
}

/** Calls within the claims, the simplest first: with every cotangent, and with each set. */
export function doubleBackwardExamples(claims: Claims, seed: number): readonly DoubleBackward[] {
  const sized = { channels: 2, batch: 3, positions: 2 };
  const s = scenarioOf(claims, { ...shapeOf(claims, sized), family: 'hard', epsilon: 0.3, seed });
  return cotangentSets.map((cotangents, k) => doubleBackwardOf(s, { cotangents, seed: seed + k }));
}
