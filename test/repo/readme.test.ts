/** The commands in the README are those that continuous integration runs, and its links point to existing files. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { candidates } from '../../impl/adapters/registry.ts';
import fast from '../../impl/fast/index.ts';
import { clauses } from '../../spec/clauses/index.ts';
import { knownFailuresIn } from '../../spec/cli/read-known-failures.ts';
import type { Table } from '../../spec/cli/survey/table.ts';
import { bnspec } from '../support/bnspec.ts';
import { filesUnder, read, root } from '../support/repository-files.ts';

const readme = read('README.md');
const ci = read('.ci/run');
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, body]) => body.trim().split('\n'));

test('the two set-up commands come first, and CI runs their parts', () => {
  const setUp = commands.filter((command) => command.startsWith('npm ci &&'));
  expect(setUp).toEqual(['npm ci && npm start', 'npm ci && npm test']);
  for (const part of setUp.flatMap((command) => command.split(' && '))) {
    expect(ci).toMatch(new RegExp(`^(must|step) ${part}\\b`, 'm'));
  }
});

test('npm start checks the built-in implementation by the documented command line', () => {
  expect(scripts['start']).toBe('tsx spec/cli.ts check');
});

test('every file that the documentation links to exists', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...['spec', 'reference', 'impl', 'fixtures', 'test'].flatMap((folder) => filesUnder(folder, '.md')),
  ];
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => ({ page, target })),
  );
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter(({ page, target }) => !existsSync(join(root, page, '..', target)))).toEqual([]);
});

test('options that the README names exist', async () => {
  const commands = [
    ['check'],
    ['campaign'],
    ['eval'],
    ['init'],
    ...['generate', 'verify', 'export'].map((command) => ['fixtures', command]),
  ];
  let stdout = '';
  for (const command of commands) stdout += (await bnspec(...command, '--help')).stdout;
  const ours = readme.replaceAll(/npm ci --prefix/g, '');
  const named = new Set([...ours.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option));
  for (const option of named) expect(stdout).toContain(option);
});

test('the list of known failures is one that is accepted', () => {
  const [, section] = /## Known failures\n([^]*?)\n## /.exec(read('README.md')) ?? [];
  const [, list] = /```json\n([^]*?)```/.exec(section) ?? [];
  const known = knownFailuresIn(JSON.parse(list), 'README.md', clauses);
  expect(known).toHaveLength(1);
  expect(section).toContain(known[0].clause);
});

const table = JSON.parse(read('impl/status.json')) as Table;
const checked = table.rows.flatMap((row) => (row.status === 'checked' ? [row] : []));

test('the sample output has the sentences and the number of clauses, and the grade, of today', () => {
  const lines = [...readme.matchAll(/^(?:pass|FAIL) +(BN-\S+) +(MUST|SHOULD) +(.+?)(?: {2}\[K .*\])?$/gm)];
  expect(lines.length).toBeGreaterThan(2);
  for (const [, id, level, says] of lines) {
    const clause = clauses.find((each) => each.id === id);
    expect(clause?.level).toBe(level);
    expect(clause?.says.startsWith(says.replace(/…$/, ''))).toBe(true);
  }
  const [, grade, passed, left] =
    /^fast conforms, grade ([a-z-]+); (\d+) passed, 0 failed, (\d+) not applicable; \d+ calls answered, 0 refused; seed 1$/m.exec(
      readme,
    ) ?? [];
  const offered: Readonly<Record<string, unknown>> = { ...fast };
  const own = clauses.filter(({ needs }) => needs.every((operation) => offered[operation] !== undefined)).length;
  const counted = [grade, Number(passed), Number(left)];
  expect(counted).toEqual([checked.find(({ name }) => name === 'fast')?.grade, own, clauses.length - own]);
});

test('it counts the implementations of others as the status table does', () => {
  const ours = new Set(candidates.flatMap(({ name, ours }) => (ours ? [name] : [])));
  const others = checked.filter(({ name }) => !ours.has(name)).length;
  expect(readme).toContain(`\n${others} implementations and configurations of others, `);
});

test('every file and script that CONTRIBUTING.md names exists', () => {
  const contributing = read('CONTRIBUTING.md');
  const paths = [...contributing.matchAll(/(?:spec|reference|impl|fixtures|test|\.ci)\/[\w./-]+/g)].map(
    ([path]) => path,
  );
  // A word in capitals stands for a name that is up to the reader.
  const named = paths.map((path) => path.replace(/\.$/, '')).filter((path) => !/[A-Z]{2,}(?!\.md)/.test(path));
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const run = [...contributing.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script);
  expect(run.filter((script) => !(script in scripts))).toEqual([]);
});
