/** A counterexample shows what its own calls have done, not what the case before has. */
import { expect, test } from 'vitest';
import { reference } from '../../reference/oracle.ts';
import { clauses } from '../../spec/clauses/index.ts';
import { resolveClaims } from '../../spec/profiles.ts';
import { answersTo, expectationsOf, resultsOf } from '../../spec/diagnosis/answers.ts';
import type { Probe } from '../../spec/diagnosis/probes.ts';
import type { ClauseReport } from '../../spec/report/report.ts';
import { run } from '../../spec/run.ts';
import { decodeRequest } from '../../spec/wire/message.ts';
import { targetOf } from '../../spec/wire/in-process.ts';
import { freshMutant } from '../mutants/bank.ts';

async function failure(mutant: string, clause: string): Promise<ClauseReport> {
  const { implementation } = await freshMutant(mutant);
  const report = await run(targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: 1,
    runs: 10,
    clauses: clauses.filter(({ id }) => id === clause),
    command: '',
  });
  return report.clauses[0];
}

test('an input that is written to in the last call of a case is that of this call', async () => {
  const { message, counterexample } = await failure('AL03', 'BN-13.1');
  expect(message).toBe('trainForward changed its input x');
  expect(counterexample?.requests).toHaveLength(3);
});

/** What it keeps from the case before makes the first call of the next one wrong. */
test.each(['XX53', 'XX58', 'XX68'])('what is kept from a call is shown with that call: %s', async (mutant) => {
  const { counterexample } = await failure(mutant, 'BN-13.3');
  expect(counterexample?.requests).toHaveLength(2);
  const { implementation } = await freshMutant(mutant);
  const claims = resolveClaims(implementation.claims);
  const probes = counterexample?.requests.map((request): Probe => {
    const { op: operation, call } = decodeRequest(Buffer.from(request, 'base64'));
    return { operation, call } as Probe;
  });
  const answers = await answersTo(targetOf(implementation), probes ?? []);
  const results = resultsOf(answers, probes ?? [], expectationsOf(probes ?? [], reference, claims), claims);
  expect(new Set(results.flatMap(({ probe, missed }) => (missed ? [probe] : [])))).toEqual(new Set([1]));
});
