/** The committed table of known implementations: complete, true to its data, and as broad as it is said to be. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { candidates } from '../../impl/adapters/registry.ts';
import { clauses } from '../../spec/clauses/index.ts';
import { readKnownFailures } from '../../spec/cli/read-known-failures.ts';
import { toMarkdown } from '../../spec/cli/survey/markdown.ts';
import { checkoutProgram } from '../../spec/terms/program-command.ts';
import type { CheckedRow, Table } from '../../spec/cli/survey/table.ts';
import { read, root } from '../support/repository-files.ts';

const table = JSON.parse(read('impl/status.json')) as Table;
const checked = table.rows.filter((row): row is CheckedRow => row.status === 'checked');

test('the page is what the data say', () => {
  expect(read('impl/STATUS.md')).toBe(toMarkdown(table, checkoutProgram));
});

test('every implementation that the survey knows has a row, and no other', () => {
  expect(table.rows.map(({ name }) => name)).toEqual(candidates.map(({ name }) => name));
});

test('every adapter that the survey knows is a file of the repository', () => {
  const files = candidates.flatMap(({ start }) =>
    'module' in start ? [start.module] : start.command.filter((word) => word.endsWith('.py')),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('every list of known failures belongs to somebody and can be read', () => {
  const named = candidates.flatMap(({ expected }) => expected ?? []);
  expect(
    readdirSync(join(root, 'impl/expected'))
      .map((file) => `impl/expected/${file}`)
      .toSorted(),
  ).toEqual(named.toSorted());
  for (const file of named) expect(readKnownFailures(join(root, file), clauses).length).toBeGreaterThan(0);
});

test('everything that was checked was checked to the end, and fails only as known', () => {
  const open = checked.filter(
    ({ notJudged, unexpected, failed }) => notJudged.length + unexpected.length + failed.length > 0,
  );
  expect(open.map(({ name }) => name)).toEqual([]);
});

test('at least 14 implementations of others, in 3 languages, one of them on WebGPU in a browser', () => {
  const ours = new Set(candidates.filter((candidate) => candidate.ours).map(({ name }) => name));
  const others = checked.filter(({ name }) => !ours.has(name));
  expect(others.length).toBeGreaterThanOrEqual(14);
  expect(new Set(others.map(({ language }) => language)).size).toBeGreaterThanOrEqual(3);
  expect(others.map(({ name }) => name)).toContain('tfjs-webgpu');
});
