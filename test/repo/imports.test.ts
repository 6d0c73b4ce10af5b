/** Reference, implementations and clauses must not share a mistake, so they may not import each other. */
import { describe, expect, test } from 'vitest';
import { filesUnder, importsOf } from './tree.ts';

/** What each folder may import, besides itself and packages. Paths that wire the folders together are exempt. */
const rules: Readonly<Record<string, { may: readonly string[]; exempt?: readonly string[] }>> = {
  spec: { may: [], exempt: ['spec/cli.ts', 'spec/learn/'] },
  reference: { may: ['spec/terms/'] },
  impl: { may: ['spec/terms/', 'spec/wire/'] },
  fixtures: { may: ['spec/terms/', 'spec/cases/', 'spec/wire/', 'reference/'] },
};

const folders = new Set([...Object.keys(rules), 'test']);

describe.each(Object.entries(rules))('%s imports only what it may', (folder, { may, exempt = [] }) => {
  let files: string[] = [];
  try {
    files = filesUnder(folder, '.ts');
  } catch {
    // A folder of the map that has nothing yet.
  }
  test('in every file', () => {
    const forbidden = files
      .filter((file) => !exempt.some((path) => file.startsWith(path)))
      .flatMap((file) => importsOf(file).map((target) => ({ file, target })))
      .filter(({ target }) => folders.has(target.split('/')[0]))
      .filter(({ target }) => !target.startsWith(`${folder}/`) && !may.some((path) => target.startsWith(path)));
    expect(forbidden).toEqual([]);
  });
});

test('the clauses take their reference as an argument', () => {
  const clauses = filesUnder('spec/clauses', '.ts');
  expect(clauses.length).toBeGreaterThan(10);
  expect(clauses.flatMap(importsOf).filter((target) => target.startsWith('reference'))).toEqual([]);
});
