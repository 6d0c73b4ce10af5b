/** The survey: a row for each known implementation, whatever becomes of it, and a comparison that notices what changes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { wiring } from '../../../spec/wiring.ts';
import { streams } from '../../../spec/cli/standard-streams.ts';
import { survey, type SurveyCommandOptions } from '../../../spec/cli/survey.ts';
import { differences, type CheckedRow, type Row, type Table } from '../../../spec/cli/survey/table.ts';
import type { Candidate } from '../../../spec/terms/survey-candidate.ts';
import { suiteVersion } from '../../../spec/check/version.ts';
import { decodeRequest } from '../../../spec/wire/requests-and-answers.ts';
import { root } from '../../support/repository-files.ts';
import { temporaryFolder } from '../../support/bnspec.ts';
import { all, parse, textOf } from '../report/page-skeleton.ts';

const plain = join(root, 'impl/plain/index.ts');
const shared = { what: 'For this test', language: 'TypeScript', needs: [] };

/** To look through all known mistakes takes longer than these checks. */
vi.mock('../../../impl/mutants/_catalogue.ts', async (load) => {
  const { EP01a, ST01a } = (await load<{ catalogue: Record<string, unknown> }>()).catalogue;
  return { catalogue: { EP01a, ST01a } };
});

function moduleIn(folder: string, name: string, source: string): string {
  const path = join(folder, name);
  writeFileSync(path, source);
  return path;
}

function candidatesIn(folder: string): readonly Candidate[] {
  const wrong = `import plain from ${JSON.stringify(plain)};
    export default { ...plain, name: 'wrong', inferForward: (call) => plain.inferForward({ ...call, epsilon: 2 * call.epsilon }) };`;
  const expected = join(folder, 'expected.json');
  writeFileSync(expected, JSON.stringify([{ clause: 'BN-7.1', reason: 'it doubles epsilon on purpose' }]));
  const module = moduleIn(folder, 'wrong.ts', wrong);
  return [
    { ...shared, name: 'right', start: { module: plain }, ours: true, quick: true, timeoutMs: 20_000 },
    { ...shared, name: 'wrong', start: { module } },
    { ...shared, name: 'known', start: { module }, expected },
    {
      ...shared,
      name: 'absent',
      start: { command: ['no-such-program'] },
      needs: [{ program: 'no-such-program', by: 'nobody has it' }],
    },
    {
      ...shared,
      name: 'broken',
      start: { module: moduleIn(folder, 'broken.mjs', 'throw new Error("broken on purpose");') },
    },
  ];
}

const files = (folder: string): Pick<SurveyCommandOptions, 'json' | 'markdown'> => ({
  json: join(folder, 'status.json'),
  markdown: join(folder, 'STATUS.md'),
});

async function run(
  folder: string,
  candidates: readonly Candidate[],
  more: Partial<SurveyCommandOptions> = {},
): Promise<{ code: number; stdout: string }> {
  let stdout = '';
  const spies = [
    vi.spyOn(streams, 'stdout').mockImplementation((text) => void (stdout += text)),
    vi.spyOn(streams, 'stderr').mockReturnValue(),
  ];
  try {
    const options = { clause: ['BN-7.1'], seed: 1, runs: 5, ...files(folder), ...more };
    return { code: await survey(options, { ...wiring, candidates: async () => candidates }), stdout };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const tableIn = (folder: string): Table => JSON.parse(readFileSync(files(folder).json, 'utf8')) as Table;
const rowIn = (folder: string, name: string): Row => tableIn(folder).rows.find((row) => row.name === name) as Row;

describe('one survey', () => {
  let folder: string;
  let code: number;
  let candidates: readonly Candidate[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bnspec-survey-'));
    candidates = candidatesIn(folder);
    ({ code } = await run(folder, candidates, {
      cases: join(folder, 'cases'),
      html: join(folder, 'status.html'),
    }));
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('leaves nobody out', () => {
    expect(tableIn(folder).rows.map(({ name, status }) => [name, status])).toEqual([
      ['right', 'checked'],
      ['wrong', 'checked'],
      ['known', 'checked'],
      ['absent', 'not here'],
      ['broken', 'could not start'],
    ]);
    expect(rowIn(folder, 'absent')).toMatchObject({ why: 'no no-such-program: nobody has it' });
    expect(rowIn(folder, 'broken')).toMatchObject({ why: expect.stringContaining('broken on purpose') as string });
    // An implementation that should have run and did not leaves the survey incomplete.
    expect(code).toBe(4);
  });

  test('says what conforms, what fails, and what fails as known', () => {
    expect(rowIn(folder, 'right')).toMatchObject({ verdict: 'conforms', failed: [], known: [], version: suiteVersion });
    expect(rowIn(folder, 'wrong')).toMatchObject({ verdict: 'fails', failed: ['BN-7.1'], known: [] });
    expect(rowIn(folder, 'known')).toMatchObject({ verdict: 'conforms', failed: [], known: ['BN-7.1'] });
  });

  test('infers conventions and shows a shrunk counterexample, also as a file that can be asked for its exact answer', () => {
    const { conventions, findings } = rowIn(folder, 'wrong') as CheckedRow;
    expect(conventions).toContainEqual(expect.stringMatching(/^momentumWeights new: /));
    expect(findings[0].details.join('\n')).toMatch(
      /infer_forward[\s\S]*expected {2}[\s\S]*actual[\s\S]*--replay BN-7\.1\//,
    );
    const { op } = decodeRequest(readFileSync(join(folder, 'cases/wrong-BN-7.1.safetensors')));
    expect(op).toBe('inferForward');
  });

  test('gives a line in the Markdown to each, with the word that its verdict deserves', () => {
    const markdown = readFileSync(files(folder).markdown, 'utf8');
    expect(markdown).toMatch(/^\| \[right\].*\| conforms \|/m);
    expect(markdown).toMatch(/^\| \[wrong\].*\| \*\*fails\*\*; BN-7\.1 \|/m);
    expect(markdown).toMatch(/^\| \[known\].*\| \*\*known failures\*\*; BN-7\.1 \|/m);
    expect(markdown).toMatch(/^\| absent \|.*nobody has it/m);
    expect(markdown).toMatch(/3 were checked: 1 conform, 1 have only known failures; 2 could not/);
  });

  test('gives each a row on the page as well, and says there who is missing', () => {
    const page = parse(readFileSync(join(folder, 'status.html'), 'utf8'));
    const rows = all(page, 'tbody tr').map((row) => all(row, 'th, td').map(textOf));
    expect(rows.map(([name]) => name)).toEqual(['right', 'wrong', 'known']);
    expect(rows.map((cells) => cells[6])).toEqual(['conforms', 'fails; BN-7.1', 'known failures; BN-7.1']);
    expect(textOf(page.querySelector('main'))).toContain('absent (For this test): not here, no no-such-program');
  });

  test('gives the same bytes again', async () => {
    const before = readFileSync(files(folder).json, 'utf8');
    await run(folder, candidates);
    expect(readFileSync(files(folder).json, 'utf8')).toBe(before);
  });

  test('lists what does not apply of what is offered alone: a new chapter changes no row', async () => {
    const own = temporaryFolder();
    const module = moduleIn(
      own,
      'inference.ts',
      `import plain from ${JSON.stringify(plain)};
      export default { name: 'inference', claims: { affine: 'required' }, inferForward: plain.inferForward };`,
    );
    await run(own, [{ ...shared, name: 'inference', start: { module } }], {
      clause: ['BN-7.1', 'BN-7.2', 'BN-8.1', 'BN-15.1', 'BN-16.1', 'BN-17.1', 'BN-18.1'],
    });
    expect(rowIn(own, 'inference')).toMatchObject({ passed: 1, notApplicable: ['BN-7.2'] });
  });

  test('--only replaces the rows that it names and keeps the others', async () => {
    const before = tableIn(folder).rows;
    const { code } = await run(folder, candidates, { only: 'right', runs: 3 });
    const after = tableIn(folder).rows;
    expect(code).toBe(0);
    expect(after.slice(1)).toEqual(before.slice(1));
    expect(after[0]).toMatchObject({ name: 'right', runs: 3 });
  });

  test('--quick leaves alone what does not install quickly', async () => {
    const { code, stdout } = await run(folder, candidates, { quick: true, check: true, runs: 3 });
    expect(stdout).toMatch(/^1 checked, /m);
    expect(code).toBe(0);
  });

  test('says how to see it again, with the time limit that it takes', () => {
    expect(rowIn(folder, 'right').command).toBe(`${plain} --timeout 20000`);
  });

  test('--only refuses a pattern that matches nothing, and tells the names', async () => {
    await expect(run(folder, candidates, { only: 'right,rihgt' })).rejects.toThrow(/"rihgt"; known: right, wrong/);
  });

  test('--check finds what is committed unchanged, and writes nothing', async () => {
    const before = readFileSync(files(folder).json, 'utf8');
    const { code, stdout } = await run(folder, candidates, { only: 'wrong,known,absent', check: true });
    expect(stdout).toBe('2 checked, 0 differences from the committed table\n');
    expect(code).toBe(0);
    expect(readFileSync(files(folder).json, 'utf8')).toBe(before);
  });

  test('--check fails where a verdict differs from the committed one', async () => {
    const other = temporaryFolder();
    const table = tableIn(folder);
    const rows = table.rows.map((row) => (row.name === 'wrong' ? { ...row, verdict: 'conforms', failed: [] } : row));
    writeFileSync(files(other).json, JSON.stringify({ ...table, rows }));
    const { code, stdout } = await run(other, candidates, { only: 'wrong', check: true });
    expect(stdout).toMatch(/^wrong: verdict is "fails", committed "conforms"$/m);
    expect(stdout).toMatch(/^wrong: failed is \["BN-7\.1"\], committed \[\]$/m);
    expect(code).toBe(1);
  });

  test('--check --strict fails where something cannot run here', async () => {
    const { code, stdout } = await run(folder, candidates, { only: 'absent', check: true, strict: true });
    expect(stdout).toMatch(/^absent: cannot run here: no no-such-program/m);
    expect(code).toBe(1);
  });

  test('--check fails for what the table does not have', async () => {
    const added = [...candidates, { ...shared, name: 'new', start: { module: plain } }];
    const { code, stdout } = await run(folder, added, { only: 'new', check: true });
    expect(stdout).toMatch(/^new: not in the committed table$/m);
    expect(code).toBe(1);
  });

  test('a difference is one of results, not of last digits', () => {
    const row = rowIn(folder, 'wrong') as CheckedRow;
    const elsewhere: CheckedRow = { ...row, worst: { K: 9, clause: 'BN-99', input: '', again: '' }, findings: [] };
    expect(differences(row, elsewhere)).toEqual([]);
    expect(differences(row, { ...row, version: '2' })).toHaveLength(1);
    expect(differences({ ...row, version: '2.1+cpu' }, { ...row, version: '2.1' })).toEqual([]);
    expect(differences(row, { ...row, noted: ['BN-12.11'], passed: row.passed - 1 })).toEqual([]);
    expect(differences(row, { ...row, noted: ['BN-13.6'] })).toHaveLength(1);
    expect(differences(row, { ...row, conventions: ['momentumWeights old: seen'] })).toHaveLength(1);
  });
});
