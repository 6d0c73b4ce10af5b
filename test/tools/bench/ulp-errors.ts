/**
 * How many ulp y of the fast implementation is from the exact answer, at worst: `npx tsx test/tools/bench/ulp-errors.ts [--seeds N]`.
 *
 * Counted where |y| ≥ ½(|γx̂| + |β|): elsewhere γx̂ and β nearly cancel, and an ulp of y is small beside what was rounded.
 * In training the mean is rounded, too, at some units of u·σ: values that lie as close to it feel that in any number of
 * their ulps, so those with |x̂| ≥ ½ are shown on their own.
 */
import { parseArgs } from 'node:util';
import { ulpAt } from '../../../spec/check/trial/error-recorder.ts';
import { errorsOf, type Forward } from '../../impl/fast/y-errors.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '40' } } });

interface Worst {
  readonly largest: number;
  /** Where |x̂| ≥ ½. */
  readonly largestApart: number;
  readonly counted: number;
}

/** Largest errors in ulp, and of how many values. */
async function worst(operation: Forward, offset: number): Promise<Worst> {
  let largest = 0;
  let largestApart = 0;
  let counted = 0;
  for await (const { error, exact, gamma, beta } of errorsOf(operation, offset, Number(values.seeds))) {
    const centred = Math.abs(exact - beta);
    if (2 * Math.abs(exact) < centred + Math.abs(beta)) continue;
    counted++;
    const ulps = error / ulpAt(exact, 'float32');
    largest = Math.max(largest, ulps);
    if (2 * centred >= Math.abs(gamma)) largestApart = Math.max(largestApart, ulps);
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
