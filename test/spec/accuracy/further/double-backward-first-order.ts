/** The bounds of BN-17, to first order: on the worst data found, in each form in which libraries write second derivatives. */
import { describe, expect, test } from 'vitest';
import { doubleBackward } from '../../../../reference/further/double-backward.ts';
import { doubleBackwardBounds } from '../../../../spec/accuracy/further/double-backward.ts';
import type { DoubleBackward } from '../../../../spec/terms/further-contract.ts';
import { formats } from '../../../../spec/terms/dtype.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { tensor } from '../../../../spec/terms/tensor.ts';
import { type SecondDerivatives, type SecondInput, secondForms } from '../../../tools/honest/second-derivatives.ts';
import { dataOf, worst } from '../first-order.ts';

const claims = resolveClaims({ dtypes: ['float64'] });
const u = formats.float64.unitRoundoff;

const callFor = (data: SecondInput): DoubleBackward => {
  const column = (values: readonly number[]) => tensor('float64', [values.length, 1], values);
  const vector = (value: number) => tensor('float64', [1], [value]);
  return {
    x: column(data.x),
    dy: column(data.dy),
    ddx: column(data.ddx),
    gamma: vector(data.gamma),
    ddgamma: vector(data.ddgamma),
    ddbeta: vector(data.ddbeta),
    epsilon: data.epsilon,
    axis: 1,
  };
};

/** The cotangents in turn: alike, shifted far, one by one. */
function secondDataOf(m: number): SecondInput[] {
  const all = dataOf(m);
  return all.map((data, k): SecondInput => {
    const other = all[(7 * k + 3) % all.length].dy;
    const shift = [0, 0, 1000, 1][k % 4];
    const shifted = (values: readonly number[], by: number): number[] => values.map((value) => value + by);
    return {
      x: data.x,
      dy: shifted(data.dy, [0, 1000, 1000, 0][k % 4]),
      ddx: [shifted(other, shift), data.dy, other.map(() => 0), data.x][Math.floor(k / 4) % 4],
      gamma: data.gamma,
      ddgamma: [0, 1.3, -20][k % 3],
      ddbeta: [0, 0.4, -60][k % 3],
      epsilon: data.epsilon,
    };
  });
}

/**
 * Registers a test for each form, on channels of so many values. Each result must reach the least share of its bound somewhere:
 * the more values, the less, since a bound adds up raw magnitudes of all of them.
 */
export function keepsBounds(sizes: readonly number[], leastShare: number): void {
  const data = sizes.flatMap(secondDataOf);
  describe.each(Object.entries(secondForms))('%s', (_, { form, grade }) => {
    test('stays within the bounds, and uses them', () => {
      const most: Record<string, number> = { ddy: 0, dx: 0, dgamma: 0 };
      for (const given of data) {
        const call = callFor(given);
        const truth = doubleBackward(call);
        const bounds = doubleBackwardBounds.bounds(call, truth, { grade, claims, growth: 'any-order' });
        const results = (r: (value: number) => number): Record<string, number[]> => {
          const { ddy, dx, dgamma }: SecondDerivatives = form(given, r);
          return { ddy, dx, dgamma: [dgamma] };
        };
        for (const [name, errors] of Object.entries(worst(results))) {
          for (const [i, error] of errors.entries()) {
            const share = (error * u) / (bounds[name as 'dx']?.[i] ?? 0);
            if (!(share <= 1 + 2 ** -10)) expect.fail(`${name}[${i}] ${share} of the bound: ${JSON.stringify(given)}`);
            most[name] = Math.max(most[name], share);
          }
        }
      }
      for (const share of Object.values(most)) expect(share).toBeGreaterThan(leastShare);
    });
  });
}
