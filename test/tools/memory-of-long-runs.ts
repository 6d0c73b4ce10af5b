/**
 * Memory of a run after 10⁴ and after 10⁶ cases of a clause that costs next to nothing, passing or failing:
 * `node --expose-gc --import tsx test/tools/memory-of-long-runs.ts [cases]`.
 */
import fc from 'fast-check';
import plain from '../../impl/plain/index.ts';
import { reference } from '../../reference/oracle.ts';
import { run } from '../../spec/check/run.ts';
import { casesPerBlock } from '../../spec/check/trial/blocks.ts';
import { type Clause, clause } from '../../spec/check/trial/clause.ts';
import { resolveClaims } from '../../spec/terms/profiles.ts';
import { tensor } from '../../spec/terms/tensor.ts';
import { targetOf } from '../../spec/wire/in-process.ts';

const most = Number(process.argv[2] ?? 1_000_000);
const first = Math.min(10_000, most);

/** @param wrongAt - one case of so many fails */
const cheap = (id: Clause['id'], wrongAt: number): Clause =>
  clause({
    id,
    level: 'MUST',
    says: 'y is half of x.',
    needs: ['inferForward'],
    given: () => fc.integer({ min: 0, max: 1_000_000 }),
    holds: async (trial, n: number) => {
      const [mean, variance] = [tensor('float32', [1], [0]), tensor('float32', [1], [3])];
      const { y } = await trial.call('inferForward', {
        x: tensor('float32', [1, 1], [n]),
        mean,
        variance,
        epsilon: 1,
        axis: 1,
      });
      const expected = n % wrongAt === 1 ? n : n / 2;
      trial.within('y is half of x', { output: 'y', tensor: y, expected: [expected], bound: [0.25] });
    },
    simplify: false,
  });

const used = (): number => {
  global.gc?.();
  return process.memoryUsage().heapUsed + process.memoryUsage().external;
};

for (const [name, wrongAt] of [
  ['passing', Infinity],
  ['failing in one block of four', 4 * casesPerBlock],
] as const) {
  let blocks = 0;
  const at = new Map<number, number>();
  const begun = performance.now();
  await run(targetOf(plain), {
    reference,
    claims: resolveClaims(plain.claims),
    required: 'stable',
    seed: 1,
    runs: most,
    clauses: [cheap('BN-7.1', wrongAt)],
    command: '',
    mostFailures: Infinity,
    onJudged: () => {
      const cases = ++blocks * casesPerBlock;
      if (cases === first || cases === most) at.set(cases, used());
    },
  });
  const grown = ((at.get(most) ?? 0) - (at.get(first) ?? 0)) / 2 ** 20;
  const seconds = (performance.now() - begun) / 1000;
  console.log(`${name}: ${grown.toFixed(1)} MB more after ${most} cases than after ${first}; ${seconds.toFixed(0)} s`);
}
