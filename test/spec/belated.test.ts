/** A counterexample shows what its own calls have done, not what the case before has. */
import { expect, test } from 'vitest';
import { reference } from '../../reference/oracle.ts';
import { clauses } from '../../spec/clauses/index.ts';
import { resolveClaims } from '../../spec/profiles.ts';
import { run } from '../../spec/run.ts';
import { targetOf } from '../../spec/wire/in-process.ts';
import { freshMutant } from '../mutants/bank.ts';

test('an input that is written to in the last call of a case is that of this call', async () => {
  const { implementation } = await freshMutant('AL03');
  const report = await run(targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: 1,
    runs: 10,
    clauses: clauses.filter(({ id }) => id === 'BN-13.1'),
    command: '',
  });
  const [{ message, counterexample }] = report.clauses;
  expect(message).toBe('trainForward changed its input x');
  expect(counterexample?.requests).toHaveLength(3);
});
