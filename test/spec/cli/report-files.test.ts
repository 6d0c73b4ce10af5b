/** A report that was asked for is the whole report of this run, or absent. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../../spec/report/report.ts';
import { bnspec, moduleWith, temporaryFolder } from '../../support/bnspec.ts';

const old = '{"verdict":"conforms"}';

function oldReport(): string {
  const file = join(temporaryFolder(), 'report.json');
  writeFileSync(file, old);
  return file;
}

const few = ['--clause', 'BN-7.1', '--runs', '5'];

test('an adapter that does not start: 3, and no report, an older one neither', async () => {
  const file = oldReport();
  expect(await bnspec('check', '--json', file, '--', '/no/such/adapter')).toMatchObject({ code: 3 });
  expect(readdirSync(dirname(file))).toEqual([]);
});

test('a mistake in the command line: 2, and nothing is touched', async () => {
  const file = oldReport();
  for (const words of [
    ['--clause', 'no-such-clause'],
    ['--html', '/no/such/folder/r.html'],
    ['--expected', '/nowhere'],
  ]) {
    expect(await bnspec('check', 'plain', '--json', file, ...words)).toMatchObject({ code: 2 });
    expect(readFileSync(file, 'utf8')).toBe(old);
  }
  expect(readdirSync(dirname(file))).toEqual(['report.json']);
});

test('a report over another, over what is read, or over the target: 2, and nothing is lost', async () => {
  const [file, link] = [oldReport(), join(temporaryFolder(), 'link')];
  symlinkSync(file, link);
  const known = join(temporaryFolder(), 'known.json');
  writeFileSync(known, '[]');
  const target = moduleWith(`export default { name: 'mine', inferForward() {} };`);
  for (const [words, problem] of [
    [
      ['plain', '--json', file, '--junit', link],
      `"--junit" expected a file of its own, got that of "--json": "${link}"`,
    ],
    [
      ['plain', '--html', file, '--json-lines', file],
      `"--html" expected a file of its own, got that of "--json-lines": "${file}"`,
    ],
    [
      ['plain', '--json', known, '--expected', known],
      `"--json" expected a file of its own, got that of "--expected": "${known}"`,
    ],
    [[target, '--junit', target], `"--junit" expected a file of its own, got that of the target: "${target}"`],
  ] as const) {
    const before = [file, known, target].map((each) => readFileSync(each, 'utf8'));
    expect(await bnspec('check', ...words, ...few)).toMatchObject({ code: 2, stderr: `bnspec: ${problem}\n` });
    expect([file, known, target].map((each) => readFileSync(each, 'utf8'))).toEqual(before);
  }
  const twice = ['--json', '/dev/null', '--junit', '/dev/null'];
  expect(await bnspec('check', 'plain', ...twice, ...few)).toMatchObject({ code: 0 });
});

test('a new report takes the place of the old one, and nothing is left beside it', async () => {
  const file = oldReport();
  expect(await bnspec('check', 'plain', '--json', file, ...few)).toMatchObject({ code: 0 });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ implementation: { name: 'plain' } });
  expect(readdirSync(dirname(file))).toEqual(['report.json']);
});

test('a link stays, and the report lies where it leads', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'reports'));
  const [link, file] = [join(folder, 'latest.json'), join(folder, 'reports', 'today.json')];
  symlinkSync(file, link);
  expect(await bnspec('check', 'plain', '--json', link, ...few)).toMatchObject({ code: 0 });
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(link, 'utf8')).toBe(readFileSync(file, 'utf8'));
});

test('lines of JSON have each clause as it is judged: the same that the report has in the end', async () => {
  const folder = temporaryFolder();
  const [lines, report, known] = ['lines', 'report.json', 'known.json'].map((name) => join(folder, name));
  writeFileSync(lines, old);
  const reason = 'it was not looked into';
  writeFileSync(known, JSON.stringify(['BN-3.1', 'BN-3.2'].map((clause) => ({ clause, reason }))));
  const files = ['--json-lines', lines, '--json', report, '--expected', known];
  await bnspec('check', 'mutant/ST01', ...files, '--clause', 'BN-3.*', '--runs', '12');
  const judged = readFileSync(lines, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; unexpected?: readonly string[] });
  const { clauses, unexpected } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  expect(judged).toMatchObject(clauses);
  expect(judged.find(({ id }) => id === 'BN-3.2')).toMatchObject({ verdict: 'expected-fail', known: { reason } });
  expect(judged.flatMap((line) => line.unexpected ?? [])).toEqual(unexpected);
  expect(unexpected).toHaveLength(1);
});

test('a file for lines of JSON that cannot be written is a mistake in the command line', async () => {
  const { code, stderr } = await bnspec('check', 'plain', '--json-lines', '/no/such/folder/lines', ...few);
  expect([code, stderr]).toEqual([2, expect.stringContaining('cannot write "/no/such/folder/lines"')]);
});
