/** Every wrong implementation is caught by the clauses that it names, small, and again from its replay token. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { aliases } from '../../../impl/mutants/_aliases.ts';
import { allMutants, mutantOf } from '../../../impl/mutants/_bank.ts';
import { families } from '../../../impl/mutants/_families.ts';
import { notExpressible } from '../../../impl/mutants/_not-expressible.ts';
import { reference } from '../../../reference/oracle.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { defaultRuns, defaultSeed } from '../../../spec/cli/options.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { layerCallsIn } from '../../../spec/report/layer-script.ts';
import type { ClauseReport, Report } from '../../../spec/report/report.ts';
import { parseReplay, type Replay } from '../../../spec/check/clause-patterns-and-replay-tokens.ts';
import { run } from '../../../spec/check/run.ts';
import type { Grade } from '../../../spec/terms/contract.ts';
import type { Debt } from '../../../spec/terms/mutant.ts';
import { familyOf, rowOf } from '../../../spec/terms/mutant-id.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { decodeRequest } from '../../../spec/wire/requests-and-answers.ts';
import { dataOf } from '../../../spec/terms/further-operations.ts';
import { read } from '../../support/repository-files.ts';
import { large, stateful } from './exceptions.ts';
import { isOfBatch } from '../../../spec/check/trial/exchange.ts';
import { objectionOf, sessionOf } from './clause-fails.ts';

const mutants = await allMutants();
const mutantIds = mutants.map(({ id }) => id);
const owing = (debt: Debt): string[] => mutants.filter(({ owed }) => owed === debt).map(({ id }) => id);
const readme = readFileSync(new URL('../../../impl/mutants/README.md', import.meta.url), 'utf8');
const must = clauses.filter(({ level }) => level === 'MUST');

/** As `bnspec check --clause …` does it, on a fresh mutant. */
async function check(id: string, wanted: readonly string[], replay?: Replay): Promise<Report> {
  const { implementation } = (await mutantOf(id)).under();
  return run(targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: defaultSeed,
    runs: defaultRuns,
    clauses: clauses.filter((clause) => wanted.includes(clause.id)),
    command: '',
    ...(replay && { replay }),
  });
}

/** Most values of x in one request of the counterexample. */
function valuesOfX({ counterexample }: ClauseReport): number {
  const calls = counterexample && layerCallsIn(counterexample);
  if (calls) return Math.max(...calls.map(({ command }) => ('x' in command ? command.x.data.length : 0)));
  const requests = counterexample?.requests ?? [];
  return Math.max(...requests.map((bytes) => valuesOfData(Buffer.from(bytes, 'base64'))));
}

describe('the bank of mutants', () => {
  test('names clauses that exist', () => {
    const known = new Set(clauses.map((clause): string => clause.id));
    expect(mutants.flatMap(({ breaks }) => breaks).filter((id) => !known.has(id))).toEqual([]);
  });

  test('breaks every MUST', () => {
    const broken = new Set(mutants.flatMap(({ breaks }) => breaks));
    expect(must.map(({ id }) => id).filter((id) => !broken.has(id))).toEqual([]);
  });

  test('lists what cannot be expressed as the README does, and nothing that a mutant expresses', () => {
    const rows = notExpressible.map(({ ids, mistake, because }) => `| ${ids.join(', ')} | ${mistake} | ${because} |`);
    expect(readme.trimEnd().split('\n').slice(-rows.length)).toEqual(rows);
    const ids = notExpressible.flatMap(({ ids }) => ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(mutantIds.filter((id) => ids.includes(rowOf(id)))).toEqual([]);
  });

  test('has a title for every family, no other, and list them as the README does', () => {
    expect(new Set(mutantIds.map(familyOf))).toEqual(new Set(Object.keys(families)));
    const rows = Object.entries(families).map(([family, title]) => `| ${family} | ${title} |`);
    expect(readme).toContain(`\n| family | what goes wrong |\n|---|---|\n${rows.join('\n')}\n\n`);
  });

  test('keeps variants of a row together under a new id', () => {
    const rows = new Map(Object.entries(aliases).map(([former, id]) => [rowOf(former), rowOf(id)]));
    for (const [former, id] of Object.entries(aliases)) {
      expect(mutantIds).toContain(id);
      expect(mutantIds).not.toContain(former);
      expect(rowOf(id)).toBe(rows.get(rowOf(former)));
    }
    expect(new Set(rows.values()).size).toBe(rows.size);
  });

  test('excepts only mutants that exist', () => {
    const excepted = [stateful, large].flatMap((exceptions) => Object.keys(exceptions));
    expect(excepted.filter((id) => !mutantIds.includes(id))).toEqual([]);
  });
});

describe.each(mutants.map((mutant) => [mutant.id, mutant] as const))('the file of %s', (id, mutant) => {
  test('names the clauses that its mutant breaks', () => {
    const [header] = read(`impl/mutants/${id}.ts`).split('*/');
    expect(mutant.id).toBe(id);
    expect(header.match(/BN-\d+\.\d+/g) ?? []).toEqual(mutant.breaks);
  });

  test('keeps no state in its module, which all implementations would share', () => {
    expect(read(`impl/mutants/${id}.ts`)).not.toMatch(
      /^(let|var) |^const .*(= \[\]|\bnew (Map|Set|WeakMap|WeakSet)\b)/m,
    );
  });
});

describe.each(owing('kill'))('mutant %s', (id) => {
  test('fails every clause that it names, small and reproducibly', async () => {
    const { breaks } = await mutantOf(id);
    const { clauses: reports, verdict } = await check(id, breaks);
    const failed = reports.filter((report) => report.verdict === 'fail');
    expect(failed.map((report) => report.id).toSorted()).toEqual(breaks.toSorted());
    expect(verdict).toBe('fails');
    expect(Math.min(...reports.map(valuesOfX)) > 12).toBe(id in large);
    const tokens = reports.map(({ replay = '' }) => parseReplay(replay));
    const again = await Promise.all(tokens.map((token) => check(id, breaks, token)));
    expect(again.some((report) => report.verdict === 'fails')).toBe(!(id in stateful));
  });
});

const expected: Readonly<Record<string, Grade>> = {
  PR01: 'cancelling',
  PR02: 'cancelling',
  PR06: 'stable',
  SY03: 'cancelling',
};

describe.each(owing('grade'))('honest arithmetic %s', (id) => {
  test('is measured as what it is', async () => {
    const chapter = clauses.filter((clause) => clause.id.startsWith('BN-12.')).map((clause) => clause.id);
    expect((await check(id, chapter)).grade).toBe(expected[id]);
  });
});

/** Enough to meet every kind of case. */
const fewRuns = 8;

describe.each(owing('report'))('honest or out of bounds: %s', (id) => {
  test('breaks no MUST, and each SHOULD that it names', async () => {
    const { breaks, implementation } = (await mutantOf(id)).under();
    const session = sessionOf(implementation);
    const objecting: string[] = [];
    for (const clause of must) {
      if (await objectionOf(clause, session, defaultSeed, fewRuns)) objecting.push(clause.id);
    }
    expect(objecting).toEqual([]);
    const failed = (await check(id, breaks)).clauses.filter(({ verdict }) => verdict === 'fail');
    expect(failed.map((clause) => clause.id)).toEqual(breaks);
  });
});

describe.each(owing('convention'))('convention %s', (id) => {
  test('shows with one value per channel only', async () => {
    const session = sessionOf((await mutantOf(id)).under().implementation);
    for (const clause of must) {
      const objection = await objectionOf(clause, session, defaultSeed, fewRuns);
      for (const { call } of (objection?.exchanges ?? []).filter(isOfBatch))
        expect(call.x.data.length).toBe(call.x.shape[call.axis]);
    }
  });
});

/** Values of x, or of what the operation has in its place. */
function valuesOfData(request: Uint8Array): number {
  const { op, call } = decodeRequest(request);
  return dataOf(op, call).data.length;
}
