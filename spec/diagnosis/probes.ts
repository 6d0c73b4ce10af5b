/** The calls by which mistakes are told apart: the hard family, on which no two known mistakes look alike. */
import fc from 'fast-check';
import { callOf, scenarios, type ScenarioConstraints } from '../cases/scenario.ts';
import type { Exchange } from '../evidence.ts';
import type { Claims } from '../terms/contract.ts';
import { type Calls, type Operation, operations } from '../terms/operations.ts';

/** A call of one operation. */
export type Probe = { [O in Operation]: { readonly operation: O; readonly call: Calls[O] } }[Operation];

/** One seed for every diagnosis: two runs that fail alike are diagnosed alike. */
const seed = 20_150_211;

const families: readonly ScenarioConstraints[] = [
  { families: ['hard'], channels: [3], sizes: [4, 5], minPerChannel: 20, affine: 'both', epsilons: [0.3, 0.25] },
  { families: ['hard', 'ordinary'], channels: [2, 3], minPerChannel: 2, maxPerChannel: 12 },
  {
    families: ['small', 'constant', 'offset'],
    channels: [2],
    minPerChannel: 2,
    maxPerChannel: 8,
    epsilons: [1e-3, 1e-5],
  },
];

/** Every offered operation on the same few scenarios, then the calls of counterexamples. */
export function probesFor(
  claims: Claims,
  offered: readonly Operation[],
  counterexamples: readonly (readonly Exchange[])[],
): Probe[] {
  const samples = families.flatMap((family) => fc.sample(scenarios(claims, family), { seed, numRuns: 3 }));
  const fixed = samples.flatMap((s) =>
    operations
      .filter((operation) => offered.includes(operation))
      .map((operation) => ({ operation, call: callOf[operation](s) }) as Probe),
  );
  const found = counterexamples.flat().map(({ operation, call }) => ({ operation, call }) as Probe);
  return [...fixed, ...found];
}
