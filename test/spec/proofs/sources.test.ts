/** What proved.json says was proved is what the sources state now, and what the README lists. */
import { describe, expect, test } from 'vitest';
import { files, sourceHashes, sourceOf, statements } from '../../../spec/proofs/sources.ts';
import { filesUnder, read } from '../../support/repository-files.ts';

const proved = JSON.parse(read('spec/proofs/proved.json')) as {
  readonly theorems: Readonly<Record<string, readonly string[]>>;
  readonly sources: Readonly<Record<string, string>>;
};
const readme = read('spec/proofs/README.md');
const theorems = Object.entries(proved.theorems).flatMap(([file, names]) => names.map((name) => `${file}.${name}`));

test('every source is compiled, and has not changed since', () => {
  expect(
    filesUnder('spec/proofs', '.v')
      .map((path) => path.slice('spec/proofs/'.length, -2))
      .toSorted(),
  ).toEqual([...files].toSorted());
  expect(proved.sources).toEqual(sourceHashes());
  expect(proved.theorems).toEqual(Object.fromEntries(files.map((file) => [file, statements(file)])));
});

test('the README lists every theorem, and no other', () => {
  const listed = [...readme.matchAll(/`(\w+\.\w+)`/g)].map(([, name]) => name);
  expect(theorems.length).toBeGreaterThan(10);
  expect([...new Set(listed)].toSorted()).toEqual(theorems.toSorted());
});

describe.each(files)('%s.v', (file) => {
  test('needs only files before it', () => {
    const needed = [...sourceOf(file).matchAll(/^From Proofs Require Import ([\w ]+)\./gm)].flatMap(([, names]) =>
      names.split(' '),
    );
    const before = files.slice(0, files.indexOf(file));
    expect(needed.filter((name) => !before.some((one) => one === name))).toEqual([]);
  });

  test('begins with a comment that says which passage it is about', () => {
    expect(/^\(\*[^]*?\*\)/.exec(sourceOf(file))?.[0]).toMatch(/BN-(1|12)\b/);
  });
});
