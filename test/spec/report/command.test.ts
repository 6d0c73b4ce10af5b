/** `bnspec check` where its reports go: to files, and to the GitHub workflow that it runs in. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { mostSummaryBytes } from '../../../spec/report/github.ts';
import { bnspec, temporaryFolder } from '../../support/bnspec.ts';

const wrong = ['check', 'mutant/ST01', '--clause', 'BN-3.2', '--runs', '12'];

afterEach(() => vi.unstubAllEnvs());

test('one seed gives the same page, byte for byte', async () => {
  const [first, second] = ['a.html', 'b.html'].map((name) => join(temporaryFolder(), name));
  await bnspec(...wrong, '--html', first);
  await bnspec(...wrong, '--html', second);
  expect(readFileSync(first, 'utf8')).toContain('<!doctype html>');
  expect(readFileSync(second, 'utf8')).toBe(readFileSync(first, 'utf8'));
});

test('a page that cannot be written is a mistake in the command, before anything runs', async () => {
  const { code, stderr } = await bnspec(...wrong, '--html', '/nowhere/at/all.html');
  expect([code, stderr]).toEqual([2, expect.stringContaining('cannot write "/nowhere/at/all.html"')]);
});

test('outside a workflow nothing is said to GitHub', async () => {
  const file = join(temporaryFolder(), 'summary.md');
  vi.stubEnv('GITHUB_STEP_SUMMARY', file);
  const { stderr } = await bnspec(...wrong);
  expect([stderr, existsSync(file)]).toEqual(['', false]);
});

test('in a workflow annotations go to stderr and the summary is appended; stdout is as ever', async () => {
  const file = join(temporaryFolder(), 'summary.md');
  writeFileSync(file, 'what another command wrote\n');
  const { stdout } = await bnspec(...wrong);
  vi.stubEnv('GITHUB_ACTIONS', 'true');
  vi.stubEnv('GITHUB_STEP_SUMMARY', file);
  const told = await bnspec(...wrong);
  expect(told.stdout).toBe(stdout);
  expect(told.stderr).toMatch(/^::error title=mutant\/ST01a%3A BN-3\.2 MUST::/m);
  expect(readFileSync(file, 'utf8')).toMatch(/^what another command wrote\n## mutant.*does not conform/);
});

test('a summary that would pass the limit of the step is not written, for it would lose the others', async () => {
  const file = join(temporaryFolder(), 'summary.md');
  writeFileSync(file, 'x'.repeat(mostSummaryBytes - 100));
  vi.stubEnv('GITHUB_ACTIONS', 'true');
  vi.stubEnv('GITHUB_STEP_SUMMARY', file);
  await bnspec(...wrong);
  expect(readFileSync(file, 'utf8')).toHaveLength(mostSummaryBytes - 100);
});
