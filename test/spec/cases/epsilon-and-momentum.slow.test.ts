/** No clause asks for an epsilon or a momentum that a framework cannot hold: in float32, as some claim, or in the type of x. */
import { expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { scalarFor } from '../../../spec/cases/epsilon-and-momentum.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { run } from '../../../spec/check/run.ts';
import type { DType } from '../../../spec/terms/contract.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { dataOf } from '../../../spec/terms/further-operations.ts';
import type { Target } from '../../../spec/wire/target.ts';

const scalars = 'float32';

test.each<readonly [DType, ...DType[]]>([['float32', 'float64'], ['bfloat16'], ['float16']])(
  'in calls with %s',
  { timeout: 120_000 },
  async (...dtypes) => {
    const plain = implementationOf('', {}, { dtypes, scalars });
    const right = targetOf(plain);
    const claims = resolveClaims(plain.claims);
    const strange = new Set<string>();
    let calls = 0;
    const watched: Target = {
      ...right,
      operations: right.operations,
      call: (operation, call) => {
        calls++;
        const { dtype } = dataOf(operation, call);
        for (const name of ['epsilon', 'momentum'] as const) {
          const value = (call as { epsilon?: number; momentum?: number })[name] ?? 0;
          const isHeld = scalarFor(dtype, value, { scalars }) === value;
          // A call without a right answer is exempt.
          if (!isHeld && !Number.isNaN(value)) strange.add(`${operation}, ${dtype}: ${name} ${value}`);
        }
        return right.call(operation, call);
      },
    };
    const report = await run(watched, { reference, claims, required: 'stable', seed: 3, runs: 10, command: '' });
    expect([...strange]).toEqual([]);
    expect(calls).toBeGreaterThan(2000);
    expect(report.clauses.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual([]);
  },
);
