/** Counterexamples are put together by clause, diagnosis and form; the smallest stands for its kind. */
import { describe, expect, test } from 'vitest';
import { sessionOf } from '../../../../spec/check/run.ts';
import type { RunOptions } from '../../../../spec/check/run-options.ts';
import { judgeUnit } from '../../../../spec/check/units/judge-unit.ts';
import type { UnitResult } from '../../../../spec/check/units/unit-result.ts';
import { fewestThatExplain, kindsIn } from '../../../../spec/cli/campaign/kinds.ts';
import { clauses } from '../../../../spec/clauses/index.ts';
import ST01a from '../../../../impl/mutants/ST01a.ts';
import ST01b from '../../../../impl/mutants/ST01b.ts';
import { reference } from '../../../../reference/oracle.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';

const claims = resolveClaims({});
const options: RunOptions = { reference, claims, required: 'stable', seed: 1, runs: 1000, command: '' };
const bank = [ST01a, ST01b].map((factory) => factory.under());

/** What blocks of a clause find of a mutant. */
async function found(id: string, mutant: typeof ST01a, blocks: readonly number[]): Promise<UnitResult[]> {
  const clause = clauses.find((each) => each.id === id)!;
  const session = sessionOf(targetOf(mutant.under().implementation), options);
  const results = blocks.map((block) => judgeUnit({ name: `${id}#${block}`, clause, block }, session, options));
  return (await Promise.all(results)).map((result) => result!);
}

async function kinds(results: readonly UnitResult[], named: readonly string[] = []): ReturnType<typeof kindsIn> {
  const byName = new Map(results.map((result) => [result.name, result]));
  const failed = new Map<string, string[]>();
  for (const { id, name } of results) failed.set(id, [...(failed.get(id) ?? []), name]);
  return kindsIn(failed, (name) => byName.get(name), { reference, claims, bank, named });
}

describe('one kind', () => {
  test('is what several blocks find of one mistake, with the smallest counterexample', async () => {
    const results = await found('BN-3.2', ST01a, [0, 1, 2]);
    // The first is no more the smallest; base64 may have spaces.
    const { counterexample } = results[0];
    const padded = { ...counterexample!, requests: counterexample!.requests.map((request) => `${request}        `) };
    const larger = { ...results[0], counterexample: padded };
    const [kind, ...others] = await kinds([larger, results[1], results[2]], ['ST01a']);
    expect(others).toEqual([]);
    expect(kind).toMatchObject({ clause: 'BN-3.2', level: 'MUST', diagnosis: 'ST01a', met: 3 });
    const sizes = [results[1], results[2]].map(({ counterexample }) => counterexample!.requests.join('').length);
    expect(kind.counterexample.requests.join('')).toHaveLength(Math.min(...sizes));
    expect(kind.replay).toMatch(/^BN-3\.2\/1#[12]\//);
  });

  test('is not what another clause, another mistake or another form shows', async () => {
    const [first] = await found('BN-3.2', ST01a, [0]);
    const { output: _, ...unnamed } = first.counterexample!;
    const nameless = { ...first, name: 'BN-3.2#1', counterexample: unnamed };
    const elsewhere = { ...first, name: 'BN-3.1', id: 'BN-3.1' };
    const all = await kinds([first, nameless, elsewhere]);
    expect(all.map(({ clause, met }) => [clause, met])).toEqual([
      ['BN-3.2', 1],
      ['BN-3.2', 1],
      ['BN-3.1', 1],
    ]);
    expect(new Set(all.map(({ form }) => form)).size).toBe(2);
  });
});

describe('a diagnosis of each', () => {
  test('is one of those of the whole run, else the one that explains most', () => {
    expect(fewestThatExplain([['A', 'B'], ['B'], ['B', 'C'], []], [])).toEqual(['B', 'B', 'B', undefined]);
    expect(fewestThatExplain([['A', 'B'], ['B'], ['B', 'C']], ['C', 'A'])).toEqual(['A', 'B', 'C']);
    expect(fewestThatExplain([['Y', 'X']], [])).toEqual(['X']);
  });
});
