/** Calls of honest float32 forms on data that strain the bounds of BN-18: the elements that exceed them. */
import { excess } from '../../../../spec/accuracy/judge-element.ts';
import { type Family, families } from '../../../../spec/cases/family.ts';
import { type Random, randomOf } from '../../../../spec/cases/random.ts';
import type { TangentInput } from '../../../tools/honest/tangents.ts';
import { judged, tangentForms } from './tangents-first-order.ts';

const f = Math.fround;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random.uniform() * from.length)];

const xFamilies: readonly Family[] = ['ordinary', 'hard', 'symmetric', 'alternating', 'outlier', 'offset', 'constant'];

/** Shifted far; one at the exact mean; along x; constant. */
function tangentOf(random: Random, x: readonly number[]): number[] {
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

function inputOf(random: Random): TangentInput {
  const m = pick(random, [1, 2, 3, 5, 6, 8, 13]);
  const x = families[pick(random, xFamilies)]({ random, c: pick(random, [0, 1, 2]), m, dtype: 'float32' }).map(f);
  const number = (values: readonly number[]): number => f(pick(random, values));
  return {
    x,
    tx: tangentOf(random, x),
    gamma: number([1, -1.7, 0, random.normal()]),
    tgamma: number([0, 1, random.normal(), 300]),
    beta: number([0, random.normal(), -40]),
    tbeta: number([0, random.normal(), -40]),
    mean: number([x[0], 0, random.normal(), 1000]),
    tmean: number([0, random.normal(), 1000]),
    variance: number([1, 0, 1e-6, 9, 1e6]),
    tvariance: number([0, random.normal(), -100, 1e-5, 1e4]),
    epsilon: pick(random, [1, 0.25, 2 ** -10, 2 ** -17]),
  };
}

/** @returns for each form its false alarms, and the largest share of a bound */
export function alarms(calls: number, seed: number): Record<string, { alarms: string[]; most: number }> {
  const random = randomOf(seed);
  const found: Record<string, { alarms: string[]; most: number }> = {};
  for (let k = 0; k < calls; k++) {
    const input = inputOf(random);
    for (const kind of ['train', 'infer'] as const) {
      const { truth, bounds } = judged(kind, input, 'float32');
      const byGrade = { stable: bounds('stable'), cancelling: bounds('cancelling') };
      for (const [name, { form, grade }] of Object.entries(tangentForms[kind])) {
        const of = (found[`${kind}: ${name}`] ??= { alarms: [], most: 0 });
        for (const [output, values] of Object.entries(form(input, f)) as ['y', number[]][]) {
          const { hi, lo } = truth.outputs[output] ?? { hi: [], lo: [] };
          for (const [i, value] of values.entries()) {
            const share = excess(value, hi[i], lo[i], byGrade[grade][output]?.[i] ?? 0, 'float32');
            of.most = Math.max(of.most, share);
            if (share > 1) of.alarms.push(`${output}[${i}] ${share}: ${JSON.stringify(input)}`);
          }
        }
      }
    }
  }
  return found;
}
