/** Reference, implementations and clauses must not share a mistake, so who may import whom is a rule, and tested. */
import { describe, expect, test } from 'vitest';
import { filesUnder, importsOf, read } from '../support/repository-files.ts';

/**
 * Allowed imports of each room, in addition to the room itself and packages. A file belongs to the room with the
 * longest name that it starts with. spec/README.md has the same table, for readers.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  'spec/terms/': [],
  'spec/wire/': ['spec/terms/'],
  'spec/accuracy/': ['spec/terms/'],
  'spec/proofs/': ['spec/wire/'],
  'spec/cases/': ['spec/terms/'],
  'spec/report/': ['spec/terms/', 'spec/wire/', 'spec/accuracy/'],
  'spec/check/trial/': ['spec/terms/', 'spec/wire/', 'spec/accuracy/', 'spec/cases/', 'spec/report/'],
  'spec/clauses/': ['spec/terms/', 'spec/cases/', 'spec/check/trial/'],
  'spec/diagnosis/': [
    'spec/terms/',
    'spec/wire/',
    'spec/accuracy/',
    'spec/cases/',
    'spec/report/',
    'spec/check/trial/',
  ],
  'spec/check/': [
    'spec/terms/',
    'spec/wire/',
    'spec/accuracy/',
    'spec/report/',
    'spec/check/trial/',
    'spec/clauses/',
    'spec/diagnosis/',
  ],
  // They wire the rooms together, or, as the page for learners, use them all.
  'spec/cli/': ['spec/'],
  'spec/cli.ts': ['spec/cli/'],
  'spec/work.ts': ['spec/'],
  'spec/wiring.ts': ['spec/', 'reference/', 'impl/', 'fixtures/'],
  'spec/package/': ['spec/', 'reference/', 'fixtures/'],
  'spec/learn/': ['spec/', 'reference/', 'impl/'],
  'spec/playground/': ['spec/', 'reference/', 'impl/'],
  'spec/site/': ['spec/', 'impl/'],
  'reference/': ['spec/terms/'],
  'impl/': ['spec/terms/', 'spec/wire/'],
  'fixtures/': ['spec/terms/', 'spec/cases/', 'spec/wire/', 'reference/'],
};

const folders = new Set(['spec', 'reference', 'impl', 'fixtures', 'test']);

const roomOf = (file: string): string | undefined =>
  Object.keys(rooms)
    .filter((room) => file.startsWith(room))
    .toSorted((a, b) => b.length - a.length)[0];

const files = ['spec', 'reference', 'impl', 'fixtures'].flatMap((folder) => filesUnder(folder, '.ts'));
const internal = (file: string): string[] => importsOf(file).filter((target) => folders.has(target.split('/')[0]));

describe.each(Object.keys(rooms))('%s imports only what it may', (room) => {
  const own = files.filter((file) => roomOf(file) === room);

  test('in every file', () => {
    expect(own.length).toBeGreaterThan(0);
    const forbidden = own
      .flatMap((file) => internal(file).map((target) => ({ file, target, from: roomOf(target) })))
      .filter(({ from, target }) => from !== room && !rooms[room].some((path) => (from ?? target).startsWith(path)));
    expect(forbidden).toEqual([]);
  });
});

test('every file lies in a room', () => {
  expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const targets = new Map(files.map((file) => [file, internal(file)]));
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[][] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      cycles.push([...path.slice(path.indexOf(file)), file]);
      return;
    }
    state.set(file, 'open');
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

test('spec/README.md has the same rooms, with the same imports', () => {
  const rows = [...read('spec/README.md').matchAll(/^\| `([^`]+)` \| [^|]+ \| ([^|]+) \|$/gm)].filter(
    ([, room]) => room in rooms,
  );
  const shown = rows.map(([, room, may]) => [room, [...may.matchAll(/`([^`]+)`/g)].map(([, name]) => name)]);
  expect(shown).toEqual(Object.entries(rooms));
});
