/** The published scorecard is the one that the suite of today gives; figures of the slow parts are held by samples. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allMutants } from '../../../impl/mutants/_bank.ts';
import BW02 from '../../../impl/mutants/BW02.ts';
import RS10 from '../../../impl/mutants/RS10.ts';
import plain from '../../../impl/plain/index.ts';
import { callOf, scenarios } from '../../../spec/cases/scenario.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Implementation, InferForward } from '../../../spec/terms/contract.ts';
import { rowOf } from '../../../spec/terms/mutant-id.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import { specVersion } from '../../../spec/check/version.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { honestClasses } from '../honest/classes.ts';
import { composite } from './composite.ts';
import { disguised } from './disguise.ts';
import { judge, scoreOf } from './score-mutant.ts';
import { checkedWhole, pairs, scored } from './sampled-mutants.ts';
import { loadScorecard } from './scorecard.ts';
import { median, toMarkdown } from './scorecard-text.ts';

const scorecard = loadScorecard();
const mutants = await allMutants();

test('the document says what was measured', () => {
  expect(readFileSync(new URL('SCORECARD.md', import.meta.url), 'utf8')).toBe(toMarkdown(scorecard));
});

test('every mutant that must be killed is scored, every class of honest arithmetic, and these clauses', () => {
  expect(scorecard.mutants.map(({ id }) => id)).toEqual(
    scored(mutants.filter(({ owed }) => owed === 'kill').map(({ id }) => id)),
  );
  expect(scorecard.honest.map(({ name }) => name)).toEqual(
    expect.arrayContaining(honestClasses.map(({ implementation }) => implementation.name)),
  );
  const must = clauses.filter(({ level }) => level === 'MUST').length;
  expect(scorecard.suite).toMatchObject({ spec: specVersion, must, should: clauses.length - must });
});

test('the samples are of mutants that must be killed, a pair is of two rows, and both are scored', () => {
  const kill = new Set(mutants.filter(({ owed }) => owed === 'kill').map(({ id }) => id));
  expect([...checkedWhole, ...pairs.flatMap((pair) => pair.split('+'))].filter((id) => !kill.has(id))).toEqual([]);
  expect(pairs.filter((pair) => new Set(pair.split('+').map(rowOf)).size < 2)).toEqual([]);
  expect(scorecard.checks?.map(({ id }) => id)).toEqual(checkedWhole);
  expect(scorecard.composites.map(({ ids }) => ids.join('+'))).toEqual(pairs);
});

test('all are killed with every seed, nothing honest is, and the mistake is named', () => {
  expect(scorecard.mutants.filter(({ killed }) => !killed)).toEqual([]);
  expect(scorecard.seeds).toEqual({ count: 20, survivors: {} });
  expect(scorecard.honest.filter(({ violations, cases }) => violations > 0 || cases < 200_000)).toEqual([]);
  expect(median(scorecard.mutants.flatMap(({ values }) => values ?? []))).toBeLessThanOrEqual(6);
});

test.each(['AF01a', 'RS02', 'SH08'])('%s is scored as it was', { timeout: 120_000 }, async (id) => {
  expect(await scoreOf(id)).toEqual(scorecard.mutants.find((score) => score.id === id));
});

test('two mistakes at once are both named where each shows in results of its own', { timeout: 120_000 }, async () => {
  const make = (): Implementation => composite(RS10.under().implementation, BW02.under().implementation);
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
