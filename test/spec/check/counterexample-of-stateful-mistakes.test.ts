/** A counterexample shows what its own calls have done, not what the case before has. */
import { expect, test } from 'vitest';
import { mutantOf } from '../../../impl/mutants/_bank.ts';
import { reference } from '../../../reference/oracle.ts';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { answersTo, expectationsOf, resultsOf } from '../../../spec/diagnosis/probe-answers.ts';
import type { Probe } from '../../../spec/diagnosis/probes.ts';
import type { ClauseReport } from '../../../spec/report/report.ts';
import { run } from '../../../spec/check/run.ts';
import { decodeRequest } from '../../../spec/wire/requests-and-answers.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

async function failure(implementation: Implementation, clause: string): Promise<ClauseReport> {
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
  const { message, counterexample } = await failure((await mutantOf('AL03')).under().implementation, 'BN-13.1');
  expect(message).toBe('train_forward modified its input x');
  expect(counterexample?.requests).toHaveLength(3);
});

/** The calls of a counterexample that violate the specification. */
async function missedBy(implementation: Implementation, { counterexample }: ClauseReport): Promise<readonly number[]> {
  const claims = resolveClaims(implementation.claims);
  const probes = (counterexample?.requests ?? []).map((request): Probe => {
    const { op: operation, call } = decodeRequest(Buffer.from(request, 'base64'));
    return { operation, call } as Probe;
  });
  const answers = await answersTo(targetOf(implementation), probes);
  const results = resultsOf(answers, probes, expectationsOf(probes, reference, claims), claims);
  return [...new Set(results.flatMap(({ probe, missed }) => (missed ? [probe] : [])))];
}

/** State from the case before makes the first call of the next one wrong. */
test.each(['CA05', 'CA07', 'CA08'])('what is kept from a call is shown with that call: %s', async (mutant) => {
  const report = await failure((await mutantOf(mutant)).under().implementation, 'BN-13.3');
  expect(report.counterexample?.requests).toHaveLength(2);
  expect(await missedBy((await mutantOf(mutant)).under().implementation, report)).toEqual([1]);
});

/** Takes epsilon from the last training call where x begins alike. */
function withEpsilonOfTraining(): Implementation {
  const right = implementationOf('');
  let last: { first: unknown; epsilon: number } | undefined;
  return {
    ...right,
    trainForward: (call) => {
      last = { first: call.x.data[0], epsilon: call.epsilon };
      return right.trainForward(call);
    },
    trainBackward: (call) =>
      right.trainBackward(last?.first === call.x.data[0] ? { ...call, epsilon: last.epsilon } : call),
  };
}

test('what is kept from an earlier case is shown with the call of that case, and has no path of its own', async () => {
  const report = await failure(withEpsilonOfTraining(), 'BN-13.3');
  const [first, second, ...more] = report.counterexample?.requests ?? [];
  expect([first, second].map((request) => decodeRequest(Buffer.from(request, 'base64')).op)).toEqual([
    'trainForward',
    'trainBackward',
  ]);
  expect(more).toEqual([]);
  expect(report.message).toMatch(/, after a call of an earlier case$/);
  expect(report.replay).toBeUndefined();
  expect(await missedBy(withEpsilonOfTraining(), report)).toEqual([1]);
});

test('a wrong formula is shown by one call, simple and with its path', async () => {
  const right = implementationOf('');
  const wrong = (): Implementation => ({
    ...right,
    trainBackward: (call) => right.trainBackward({ ...call, epsilon: 2 * call.epsilon }),
  });
  const report = await failure(wrong(), 'BN-13.3');
  expect(report.counterexample?.requests).toHaveLength(1);
  expect(report.replay).toMatch(/^BN-13\.3\/1\//);
  expect(await missedBy(wrong(), report)).toEqual([0]);
});
