/** However the units of a run are divided, and in whatever order their results come, the report has the same bytes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import EP01a from '../../../../impl/mutants/EP01a.ts';
import ST01a from '../../../../impl/mutants/ST01a.ts';
import plain from '../../../../impl/plain/index.ts';
import { reference } from '../../../../reference/oracle.ts';
import { smokeEntries } from '../../../../spec/check/golden/judge-golden-cases.ts';
import { offerOf } from '../../../../spec/check/judge-target.ts';
import { restartBudget } from '../../../../spec/check/restart-limit.ts';
import { run, sessionOf } from '../../../../spec/check/run.ts';
import type { RunOptions } from '../../../../spec/check/run-options.ts';
import { Fold } from '../../../../spec/check/units/fold.ts';
import { mergeUnits } from '../../../../spec/check/units/merge-units.ts';
import { runUnits } from '../../../../spec/check/units/run-units.ts';
import { inShard } from '../../../../spec/check/units/shard.ts';
import { partsOf, unitsOf } from '../../../../spec/check/units/unit.ts';
import type { UnitResult } from '../../../../spec/check/units/unit-result.ts';
import { fromLine, toLine } from '../../../../spec/check/units/unit-text.ts';
import { type Clause, clause } from '../../../../spec/check/trial/clause.ts';
import { clauses } from '../../../../spec/clauses/index.ts';
import { type Report, toJson } from '../../../../spec/report/report.ts';
import type { Implementation, Tensor } from '../../../../spec/terms/contract.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { tensor } from '../../../../spec/terms/tensor.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import type { Target } from '../../../../spec/wire/target.ts';
import { set } from '../golden/run-committed-set.ts';

const options: RunOptions = {
  reference,
  claims: resolveClaims(plain.claims),
  required: 'stable',
  seed: 3,
  runs: 3,
  command: 'it',
  diagnosis: { bank: () => Promise.resolve([ST01a.under(), EP01a.under()]) },
};

const only = (...ids: string[]): Pick<RunOptions, 'clauses'> => ({
  clauses: clauses.filter(({ id }) => ids.includes(id)),
});

/** Begins anew as a process does. */
const targetWith = (implementation: Implementation): Target => ({
  ...targetOf(implementation),
  afresh: () => Promise.resolve(),
});

/** Wrong in one call of some hundreds. */
const seldomWrong: Implementation = {
  ...plain,
  name: 'seldom',
  inferForward: (call) => {
    const { y } = plain.inferForward!(call) as { y: Tensor };
    const isWrong = call.x.data[0] % 499 === 250;
    return { y: isWrong ? { ...y, data: new Float32Array([1e9]) } : y };
  },
};

/** Quick enough for many cases. */
const cheap = (id: Clause['id'], top: number): Clause =>
  clause({
    id,
    level: 'MUST',
    says: 'y is as it must be.',
    needs: ['inferForward'],
    given: () => fc.integer({ min: 1_000_000, max: 1_000_000 + top }),
    holds: async (trial, n: number) => {
      const [mean, variance] = [tensor('float32', [1], [1]), tensor('float32', [1], [3])];
      const call = { x: tensor('float32', [1, 1], [n]), mean, variance, epsilon: 1, axis: 1 };
      if (id.startsWith('BN-12.')) await trial.compare('inferForward', call, ['y']);
      else {
        const { y } = await trial.call('inferForward', call);
        trial.within('y is half of n', { output: 'y', tensor: y, expected: [(n - 1) / 2], bound: [1] });
      }
    },
    grades: true,
  });

/** Crashes in every call of one operation, and counts as a host does. */
function crashing(fallsPerCall: number): Target {
  const target = targetWith(plain);
  const falls: string[] = [];
  return {
    ...target,
    falls: () => falls,
    call: (operation, call) => {
      if (operation !== 'inferForward') return target.call(operation, call);
      for (let i = 0; i < fallsPerCall; i++) falls.push('exited with code 3');
      return Promise.resolve({ status: 'crash', message: 'exited with code 3' });
    },
  };
}

/** Each shard by a target of its own, and by way of text. */
async function resultsOf(target: () => Target, given: RunOptions, count: number): Promise<UnitResult[][]> {
  const shards = [];
  for (let index = 1; index <= count; index++) {
    const own = target();
    const session = sessionOf(own, given);
    const results: UnitResult[] = [];
    const fold = new Fold(partsOf(given, offerOf(session)));
    await runUnits(inShard(unitsOf(given, offerOf(session)), { index, count }), session, fold, {
      ...given,
      onResult: (result) => void results.push(fromLine(toLine(result)) as UnitResult),
    });
    shards.push(results);
  }
  return shards;
}

async function expectTheSame(target: () => Target, given: RunOptions): Promise<Report> {
  const whole = await run(target(), {
    ...given,
    diagnosis: { ...given.diagnosis!, fresh: () => Promise.resolve(target()) },
  });
  for (const count of [1, 2, 3, 7, 16]) {
    const [order] = fc.sample(fc.shuffledSubarray(await resultsOf(target, given, count), { minLength: count }), {
      seed: count,
      numRuns: 1,
    });
    const results = new Map(order.flat().map((result) => [result.name, result]));
    const merged = await mergeUnits(target(), (name) => results.get(name), {
      ...given,
      falls: [],
      diagnosis: { ...given.diagnosis!, fresh: () => Promise.resolve(target()) },
    });
    expect(toJson(merged as Report)).toBe(toJson(whole));
    expect(merged).toEqual(whole);
  }
  return whole;
}

describe('merged is as undivided', () => {
  test('with known failures, a diagnosis and golden cases', async () => {
    const chosen = only('BN-3.1', 'BN-3.2', 'BN-7.1', 'BN-8.1', 'BN-12.1', 'BN-12.2', 'BN-13.12', 'BN-14.1');
    const fixtures = set.fixtures.filter((_, i) => i % 8 === 0);
    const report = await expectTheSame(() => targetWith(ST01a.under().implementation), {
      ...options,
      ...chosen,
      golden: { set: { ...set, fixtures }, entries: smokeEntries },
      known: [{ clause: 'BN-3.2', reason: 'it is known to be wrong' }],
    });
    const verdicts = report.clauses.map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['pass', 'fail', 'expected-fail']));
    expect(report.diagnosis[0]).toMatchObject({ id: 'ST01a' });
    expect(report.worst).toBeDefined();
  });

  test('where a later block fails, and none', async () => {
    const cheapOnes = [cheap('BN-12.1', 40_000), cheap('BN-7.1', 5), cheap('BN-7.2', 40_000)];
    // With this seed.
    const given = { ...options, seed: 5, clauses: cheapOnes, runs: 600 };
    const report = await expectTheSame(() => targetWith(seldomWrong), given);
    expect(report.clauses.map(({ verdict }) => verdict)).toEqual(['fail', 'pass', 'fail']);
    expect(report.clauses.map(({ replay = '' }) => replay.split('/')[1])).toEqual(['5#1', undefined, '5#1']);
    expect(report.clauses[1].runs).toBe(600);
    expect(report.worst?.replay).toMatch(/^BN-12\.1\/5/);
  });

  test('where it crashes, and where it crashes so often that nothing can follow', async () => {
    const some = only('BN-2.1', 'BN-7.1', 'BN-7.2', 'BN-7.3', 'BN-8.1', 'BN-11.1');
    const once = await expectTheSame(() => crashing(1), { ...options, ...some });
    expect(once.clauses.map(({ verdict }) => verdict)).toContain('fail');
    const report = await expectTheSame(() => crashing(restartBudget / 6), { ...options, ...some });
    expect(report.clauses.at(-1)?.message).toMatch(/^not judged: the adapter had to be restarted more than 250 times/);
  });
});

test('a unit that nobody judged is named', async () => {
  const target = (): Target => targetWith(plain);
  const given = { ...options, ...only('BN-3.1', 'BN-3.2', 'BN-7.1') };
  const [, second, third] = await resultsOf(target, given, 3);
  const results = new Map([...second, ...third].map((result) => [result.name, result]));
  expect(await mergeUnits(target(), (name) => results.get(name), { ...given, falls: [] })).toEqual({
    missing: ['BN-3.1'],
  });
});
