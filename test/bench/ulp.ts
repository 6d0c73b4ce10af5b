/**
 * How many ulp y of the fast implementation is from the exact answer, at worst: `npx tsx test/bench/ulp.ts [--seeds N]`.
 *
 * Counted where |y| ≥ ½(|γx̂| + |β|): elsewhere γx̂ and β nearly cancel, and an ulp of y is small beside what was rounded.
 * In training the mean is rounded, too, at some units of u·σ: values that lie as close to it feel that in any number of
 * their ulps, so those with |x̂| ≥ ½ are shown on their own.
 */
import { parseArgs } from 'node:util';
import fast from '../../impl/fast/index.ts';
import { defaultConventions } from '../../reference/implementation.ts';
import { reference } from '../../reference/oracle.ts';
import { ulpAt } from '../../spec/measure.ts';
import type { Tensor } from '../../spec/terms/contract.ts';
import { channelOf, layoutOf } from '../../spec/terms/layout.ts';
import { callsOf } from '../fast/data.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '40' } } });

type Forward = 'trainForward' | 'inferForward';

const places: readonly (readonly [shape: number[], axis: number])[] = [
  [[4, 8, 7, 7], 1],
  [[256, 30], 1],
  [[64, 7, 9], 2],
  [[3, 5, 1000], 1],
  [[16, 64], 1],
];

interface Worst {
  readonly largest: number;
  /** Where |x̂| ≥ ½. */
  readonly largestApart: number;
  readonly counted: number;
}

/** Largest errors in ulp, and of how many values. */
async function worst(operation: Forward, offset: number): Promise<Worst> {
  const run = fast[operation] as unknown as (call: unknown) => Promise<{ y: Tensor }>;
  let largest = 0;
  let largestApart = 0;
  let counted = 0;
  for (const [shape, axis] of places) {
    const layout = layoutOf(shape, axis);
    for (let seed = 1; seed <= Number(values.seeds); seed++) {
      const call = callsOf({ shape, axis, offset, seed })[operation];
      const { y } = await run(call);
      const { hi, lo } = reference.answer(operation, call, defaultConventions).outputs.y!;
      for (const [i, actual] of y.data.entries()) {
        const c = channelOf(layout, i);
        const beta = call.beta!.data[c];
        if (2 * Math.abs(hi[i]) < Math.abs(hi[i] - beta) + Math.abs(beta)) continue;
        counted++;
        const ulps = Math.abs(actual - hi[i] - lo[i]) / ulpAt(hi[i], 'float32');
        largest = Math.max(largest, ulps);
        if (2 * Math.abs(hi[i] - beta) >= Math.abs(call.gamma!.data[c])) largestApart = Math.max(largestApart, ulps);
      }
    }
  }
  return { largest, largestApart, counted };
}

for (const operation of ['trainForward', 'inferForward'] as const) {
  for (const offset of [0, 1, 10, 1e3, 1e5, 1e7]) {
    const { largest, largestApart, counted } = await worst(operation, offset);
    const where = `${operation} at |μ|/σ = ${offset}`.padEnd(34);
    const figures = `${largest.toFixed(2).padStart(6)} ulp, where |x̂| ≥ ½ ${largestApart.toFixed(2).padStart(6)} ulp`;
    process.stdout.write(`${where}${figures}; of ${counted} values\n`);
  }
}
