/** What the scorecard is made with: wrong implementations in disguise, and two at once. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import plain from '../../impl/plain/index.ts';
import { callOf, scenarios } from '../../spec/cases/scenario.ts';
import { resolveClaims } from '../../spec/profiles.ts';
import type { Implementation, InferForward } from '../../spec/terms/contract.ts';
import { valuesOf } from '../../spec/terms/tensor.ts';
import { targetOf } from '../../spec/wire/in-process.ts';
import { freshMutant } from '../mutants/bank.ts';
import { composite } from './composite.ts';
import { disguised } from './disguise.ts';
import { judge } from './mutants.ts';

test('two mistakes at once are both named where each shows in results of its own', { timeout: 120_000 }, async () => {
  const make = async () =>
    composite((await freshMutant('RS10')).implementation, (await freshMutant('BW02')).implementation);
  const { killed, named } = await judge(make, ['BN-6.1', 'BN-8.1']);
  expect(killed).toBe(true);
  expect(named.toSorted()).toEqual(['BW02', 'RS10']);
});

async function inferred(implementation: Implementation, call: InferForward): Promise<Float64Array> {
  const outcome = await targetOf(implementation).call('inferForward', call);
  if (outcome.status !== 'ok') throw new Error(outcome.message);
  return valuesOf(outcome.result.y);
}

test('a disguise changes every second number, by one unit in the last place, and nothing else', () => {
  const claims = resolveClaims(plain.claims);
  return fc.assert(
    fc.asyncProperty(scenarios(claims), async (s) => {
      const call = callOf.inferForward(s);
      const [right, nudged] = [await inferred(plain, call), await inferred(disguised(plain), call)];
      for (const [i, value] of right.entries()) {
        if (i % 2 === 0 || value === 0) expect(nudged[i]).toBe(value);
        else {
          expect(Math.abs(nudged[i])).toBeGreaterThan(Math.abs(value));
          expect(Math.abs(nudged[i] - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -23);
        }
      }
    }),
    { numRuns: 30 },
  );
});
