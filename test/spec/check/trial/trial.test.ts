/** How calls without an answer count where a clause judges something else than the answer. */
import { expect, test } from 'vitest';
import plain from '../../../../impl/plain/index.ts';
import { reference } from '../../../../reference/oracle.ts';
import { callOf, scenarioOf } from '../../../../spec/cases/scenario.ts';
import { shapeOf } from '../../../../spec/cases/shape.ts';
import { Falsified } from '../../../../spec/check/trial/clause-exceptions.ts';
import { Observations } from '../../../../spec/check/trial/observations.ts';
import { Trial } from '../../../../spec/check/trial/trial.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';

type Status = 'crash' | 'timeout' | 'protocol-error' | 'error' | 'unsupported' | 'rejected';

const claims = resolveClaims(plain.claims);
const whole = callOf.trainForward(scenarioOf(claims, shapeOf(claims, { channels: 2, batch: 3 })));
const { runningMean: _, ...oneStatistic } = whole;

const attempted = async (status: Status, call: typeof whole | typeof oneStatistic): Promise<unknown> => {
  const target = { ...targetOf(plain), call: () => Promise.resolve({ status, message: 'no' }) };
  const trial = new Trial({ target, reference, claims, required: 'stable', observations: new Observations() });
  return trial.attempt('trainForward', call).then(
    (outcome) => outcome.status,
    (error: unknown) => error instanceof Falsified,
  );
};

test('a valid call that ends the process falsifies any clause; other failures are for others to judge', async () => {
  for (const status of ['crash', 'timeout', 'protocol-error'] as const)
    expect(await attempted(status, whole)).toBe(true);
  for (const status of ['error', 'unsupported', 'rejected'] as const) {
    expect(await attempted(status, whole)).toBe(status);
  }
});

test('what any implementation may refuse in any way is refused by broken output, too, but not by a crash or a hang', async () => {
  expect(await attempted('protocol-error', oneStatistic)).toBe('protocol-error');
  for (const status of ['crash', 'timeout'] as const) expect(await attempted(status, oneStatistic)).toBe(true);
});
