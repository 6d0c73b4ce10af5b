/** Decisions are numbered in the order in which they were made, say whether they are in force, and are all in the index. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { read, root } from '../support/repository-files.ts';

const folder = 'spec/decisions';
const files = readdirSync(join(root, folder))
  .filter((name) => name !== 'README.md')
  .toSorted();
const decisions = files.map((file) => {
  const text = read(`${folder}/${file}`);
  const [, title, date, status] = /^# (.+)\n\nDate: (\d{4}-\d{2}-\d{2})\n\nStatus: (.+)\n\n/.exec(text) ?? [];
  return { file, title, date, status };
});

test('numbers count from 0001, and dates never go back', () => {
  const numbers = files.map((_, i) => String(i + 1).padStart(4, '0'));
  expect(files.map((file) => /^(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1])).toEqual(numbers);
  const dates = decisions.map(({ date }) => date);
  expect(dates).toEqual(dates.toSorted());
});

test('each begins with title, date and status, and one that is superseded names a later one', () => {
  const invalid = decisions.filter(({ file, title, date, status }) => {
    const by = /^superseded by (\d{4})$/.exec(status)?.[1];
    const inForce =
      status === 'accepted' || (by !== undefined && by > file && files.some((each) => each.startsWith(by)));
    return title === undefined || date === undefined || !inForce;
  });
  expect(invalid).toEqual([]);
});

test('the index has a row for each, with its title and status', () => {
  const rows = read(`${folder}/README.md`)
    .split('\n')
    .filter((line) => line.startsWith('| ['));
  const expected = decisions.map(
    ({ file, title, status }) => `| [${file.slice(0, 4)}](${file}) | ${title} | ${status} |`,
  );
  expect(rows).toEqual(expected);
});
