/** Clauses that judge several operations: each that is offered, no matter which of the others are, and one at a time. */
import { describe, expect, test } from 'vitest';
import LY52 from '../../../impl/mutants/LY52.ts';
import plain from '../../../impl/plain/index.ts';
import { reference } from '../../../reference/oracle.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Report } from '../../../spec/report/report.ts';
import { run } from '../../../spec/check/run.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { Unsupported } from '../../../spec/terms/refusals.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const check = (implementation: Implementation, ...ids: readonly string[]): Promise<Report> =>
  run(targetOf(implementation), {
    reference,
    claims: resolveClaims(plain.claims),
    required: 'stable',
    seed: 1,
    runs: 8,
    clauses: clauses.filter(({ id }) => ids.includes(id)),
    command: '',
  });

const unsupported = (): never => {
  throw new Unsupported('not here');
};

const several = ['BN-2.3', 'BN-2.4', 'BN-2.9', 'BN-2.12', 'BN-10.5', 'BN-10.11', 'BN-10.17', 'BN-12.12', 'BN-12.13'];
const gradients = several.filter((id) => id !== 'BN-2.4' && id !== 'BN-10.17');

describe.each(['inferBackward', 'savedBackward'] as const)('an implementation of %s alone', (operation) => {
  test('is judged by all of them that speak of it', async () => {
    const { clauses: reports } = await check({ name: 'one', [operation]: plain[operation] }, ...several);
    const judged = reports.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id);
    expect(judged).toEqual(several.filter((id) => id !== 'BN-10.5' || operation === 'savedBackward'));
    const left = reports.filter(({ verdict }) => verdict !== 'pass');
    expect(left.map(({ verdict, message }) => [verdict, message])).toEqual(
      left.map(() => ['not-applicable', 'none of these operations is offered']),
    );
  });

  test('fails them where it is wrong, though another operation before it is not supported', async () => {
    const wrong: Implementation = {
      name: 'wrong',
      trainForward: unsupported,
      trainBackward: unsupported,
      [operation]: (call: never) => {
        const answer = (plain[operation] as (call: never) => { dbeta: { data: Float32Array } })(call);
        answer.dbeta.data.fill(77);
        return answer;
      },
    };
    const { clauses: reports } = await check(wrong, ...gradients);
    const failed = reports.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
    // BN-2.3 asks for shapes and types alone.
    expect(failed).toEqual(
      gradients.filter((id) => id !== 'BN-2.3' && (id !== 'BN-10.5' || operation === 'savedBackward')),
    );
  });
});

test('a counterexample holds the call that fails, and none of the operations that were right before it', async () => {
  const { implementation } = LY52.under();
  const { clauses: reports } = await check({ ...implementation }, 'BN-2.5');
  expect(reports[0].counterexample?.requests).toHaveLength(1);
  expect(reports[0].counterexample?.output).toBe('dbeta');
});
