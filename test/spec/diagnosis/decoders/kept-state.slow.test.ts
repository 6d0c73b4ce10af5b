/** Where no memory is found, the search for another reason goes on. */
import { expect, test } from 'vitest';
import { reference } from '../../../../reference/oracle.ts';
import { nameMistakes } from '../../../../spec/diagnosis/name-mistakes.ts';
import type { Implementation } from '../../../../spec/terms/contract.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import { right, told, withFirstEpsilon } from '../stateful-implementations.ts';

test('what is wrong when it is asked first does not', async () => {
  const wrong = (): Implementation => ({
    ...right,
    inferForward: (call) => right.inferForward({ ...call, epsilon: 3 * call.epsilon + 1 }),
  });
  expect((await told(wrong)).map(({ id }) => id)).not.toContain('memory');
});

test('where no fresh target can be started, the rest is reported as before', async () => {
  const context = { target: targetOf(withFirstEpsilon()), reference, claims: resolveClaims(right.claims) };
  const open = (): Promise<never> => Promise.reject(new Error('no such file'));
  expect((await nameMistakes(context, [], { bank: [], open })).map(({ id }) => id)).not.toContain('memory');
});
