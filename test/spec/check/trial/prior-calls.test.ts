/** Calls of earlier cases: the one that a failure needs is found, and time alone changes nothing of that. */
import { expect, test } from 'vitest';
import plain from '../../../../impl/plain/index.ts';
import { reference } from '../../../../reference/oracle.ts';
import { callOf, scenarioOf } from '../../../../spec/cases/scenario.ts';
import { shapeOf } from '../../../../spec/cases/shape.ts';
import type { Clause } from '../../../../spec/check/trial/clause.ts';
import type { AnyExchange } from '../../../../spec/check/trial/exchange.ts';
import { Observations } from '../../../../spec/check/trial/observations.ts';
import { Earlier } from '../../../../spec/check/trial/prior-calls.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import type { Target } from '../../../../spec/wire/target.ts';

const claims = resolveClaims(plain.claims);
const callWith = (seed: number): ReturnType<typeof callOf.inferForward> =>
  callOf.inferForward(scenarioOf(claims, { ...shapeOf(claims, { channels: 2, batch: 3 }), seed, epsilon: 1 }));
const [harmless, harmful, subject] = [1, 2, 3].map(callWith);

/** Answers the call after `harmful` with what it answered to that. */
function remembering(): Target {
  const inner = targetOf(plain);
  let kept: Awaited<ReturnType<Target['call']>> | undefined;
  return {
    ...inner,
    async call(operation, call) {
      const before = kept;
      const outcome = await inner.call(operation, call);
      kept = JSON.stringify(call) === JSON.stringify(harmful) ? outcome : undefined;
      return (before as typeof outcome | undefined) ?? outcome;
    },
  };
}

/** Leaves every call at which `isLate` is true without an answer, until it is asked again. */
function hurried(inner: Target, isLate: (calls: number) => boolean): Target {
  let [calls, alone] = [0, false];
  return {
    ...inner,
    async call(operation, call) {
      if (!alone && isLate(calls++)) return { status: 'timeout', message: 'no complete answer' };
      return inner.call(operation, call);
    },
    async patiently(work) {
      alone = true;
      return work().finally(() => {
        alone = false;
      });
    },
  };
}

const rightAnswer: Clause = {
  id: 'BN-7.1',
  level: 'MUST',
  says: '',
  needs: ['inferForward'],
  sequence: true,
  given: () => undefined,
  holds: async (trial, call) => {
    await trial.compare('inferForward', call as typeof subject, ['y']);
  },
};

async function needed(target: Target): Promise<readonly AnyExchange[]> {
  const earlier = new Earlier();
  for (const call of [harmless, harmful, harmless]) {
    const outcome = await targetOf(plain).call('inferForward', call);
    earlier.add([{ operation: 'inferForward', call, outcome }]);
  }
  const session = { target, reference, claims, required: 'stable', observations: new Observations() } as const;
  return earlier.neededFor(rightAnswer, session, subject);
}

test('the one earlier call without which a case does not fail is found', async () => {
  expect((await needed(remembering())).map(({ call }) => call)).toEqual([harmful]);
  expect(await needed(targetOf(plain))).toEqual([]);
});

test.each([1, 2, 3, 5, 7])('every answer late but each %d. one: what is late is asked again', async (every) => {
  const expected = await needed(remembering());
  for (let first = 0; first < every; first++) {
    const target = hurried(remembering(), (calls) => calls % every === first);
    expect((await needed(target)).map(({ call }) => call)).toEqual(expected.map(({ call }) => call));
  }
});
