/** Calls of honest float32 forms on data that strain the bounds of BN-17: the elements that exceed them. */
import { doubleBackward } from '../../../../reference/further/double-backward.ts';
import { doubleBackwardBounds } from '../../../../spec/accuracy/further/double-backward.ts';
import { excess } from '../../../../spec/accuracy/judge-element.ts';
import { type Family, families } from '../../../../spec/cases/family.ts';
import { type Random, randomOf } from '../../../../spec/cases/random.ts';
import type { DoubleBackward } from '../../../../spec/terms/further-contract.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { tensor, valuesOf } from '../../../../spec/terms/tensor.ts';
import { secondForms } from '../../../tools/honest/second-derivatives.ts';

const claims = resolveClaims({});
const f = Math.fround;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random.uniform() * from.length)];

const xFamilies: readonly Family[] = ['ordinary', 'hard', 'symmetric', 'alternating', 'outlier', 'offset', 'constant'];

/** Shifted far; one at the exact mean; along x; constant. */
function upstream(random: Random, x: readonly number[]): number[] {
  const shift = pick(random, [0, 0.7, 1000, -1e5]);
  const kinds: readonly ((value: number, i: number) => number)[] = [
    () => shift + random.normal(),
    () => 1,
    (_, i) => Number(i === 0),
    (value) => shift + value,
  ];
  const kind = pick(random, kinds);
  return x.map((value, i) => f(kind(value, i)));
}

function callOf(random: Random): DoubleBackward {
  const m = pick(random, [1, 2, 3, 5, 6, 8, 13]);
  const x = families[pick(random, xFamilies)]({ random, c: pick(random, [0, 1, 2]), m, dtype: 'float32' }).map(f);
  const column = (values: readonly number[]) => tensor('float32', [m, 1], values);
  const vector = (values: readonly number[]) => tensor('float32', [1], [pick(random, values)]);
  return {
    x: column(x),
    dy: column(upstream(random, x)),
    ddx: column(random.uniform() < 0.1 ? x.map(() => 0) : upstream(random, x)),
    gamma: vector([1, -1.7, 0, random.normal()]),
    ddgamma: vector([0, 1, random.normal(), 300]),
    ddbeta: vector([0, random.normal(), -40]),
    epsilon: pick(random, [1, 0.25, 2 ** -10, 2 ** -17]),
    axis: 1,
  };
}

/** @returns for each form its false alarms, and the largest share of a bound */
export function alarms(calls: number, seed: number): Record<string, { alarms: string[]; most: number }> {
  const random = randomOf(seed);
  const found: Record<string, { alarms: string[]; most: number }> = {};
  for (let k = 0; k < calls; k++) {
    const call = callOf(random);
    const truth = doubleBackward(call);
    const [x, dy, ddx] = [call.x, call.dy, call.ddx].map((t) => (t ? [...valuesOf(t)] : []));
    const [[gamma], [ddgamma], [ddbeta]] = [call.gamma, call.ddgamma, call.ddbeta].map((t) => (t ? valuesOf(t) : []));
    const input = { x, dy, ddx, gamma, ddgamma, ddbeta, epsilon: call.epsilon };
    for (const grade of ['stable', 'cancelling'] as const) {
      const bounds = doubleBackwardBounds.bounds(call, truth, { grade, claims, growth: 'any-order' });
      for (const [name, honest] of Object.entries(secondForms)) {
        if (honest.grade !== grade) continue;
        const { ddy, dx, dgamma } = honest.form(input, f);
        const of = (found[name] ??= { alarms: [], most: 0 });
        for (const [output, values] of Object.entries({ ddy, dx, dgamma: [dgamma] }) as ['dx', number[]][]) {
          const { hi, lo } = truth.outputs[output];
          for (const [i, value] of values.entries()) {
            const share = excess(value, hi[i], lo[i], bounds[output]?.[i] ?? 0, 'float32');
            of.most = Math.max(of.most, share);
            if (share > 1) of.alarms.push(`${output}[${i}] ${share}: ${JSON.stringify(input)}`);
          }
        }
      }
    }
  }
  return found;
}
