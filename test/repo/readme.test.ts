/** The commands in the README are those that continuous integration runs, and its links point to existing files. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bnspec } from '../support/bnspec.ts';
import { filesUnder, read, root } from '../support/tree.ts';

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
    ...['spec', 'reference', 'impl', 'fixtures', 'test'].flatMap((folder) => filesUnder(folder, '.md')),
  ];
  const links = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => ({ page, target })),
  );
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter(({ page, target }) => !existsSync(join(root, page, '..', target)))).toEqual([]);
});

test('options that the README names exist', async () => {
  const commands = [['check'], ['eval'], ...['generate', 'verify', 'export'].map((command) => ['fixtures', command])];
  let stdout = '';
  for (const command of commands) stdout += (await bnspec(...command, '--help')).stdout;
  const ours = readme.replaceAll(/npm ci --prefix/g, '');
  const named = new Set([...ours.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option));
  for (const option of named) expect(stdout).toContain(option);
});
