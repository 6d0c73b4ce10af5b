/** Text, clauses and code speak of the same requirements, by the same ids and in the same words. */
import { expect, test } from 'vitest';
import { clauses } from '../../spec/clauses/index.ts';
import { chapters } from '../../spec/report/html/chapters.ts';
import { specVersion } from '../../spec/check/version.ts';
import { filesUnder, read } from '../support/tree.ts';

const text = read('spec/batchnorm.md');

interface Requirement {
  readonly id: string;
  readonly level: string;
  readonly says: string;
}

const requirements: Requirement[] = [...text.matchAll(/\*\*(BN-\d+\.\d+)\*\* (MUST|SHOULD|MAY): (.+)/g)].map(
  ([, id, level, says]) => ({ id, level, says }),
);

test('every MUST and SHOULD of the specification is a clause, with its level and its sentence, in its order', () => {
  const stated = requirements.filter(({ level }) => level !== 'MAY');
  expect(clauses.map(({ id, level, says }) => ({ id, level, says }))).toEqual(stated);
});

test('reports name every chapter that has clauses as the specification does', () => {
  const titles = new Map([...text.matchAll(/^## BN-(\d+) (.+)$/gm)].map(([, number, title]) => [number, title]));
  const numbers = [...new Set(clauses.map(({ id }) => id.slice('BN-'.length).split('.')[0]))];
  expect(chapters).toEqual(Object.fromEntries(numbers.map((number) => [number, titles.get(number)])));
});

test('at least forty MUSTs run', () => {
  expect(clauses.filter(({ level }) => level === 'MUST').length).toBeGreaterThanOrEqual(40);
});

test('an id belongs to one requirement', () => {
  const ids = requirements.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
});

test('every requirement is one sentence', () => {
  for (const { id, says } of requirements) expect([id, says.match(/[.!?](\s|$)/g)?.length]).toEqual([id, 1]);
});

test('the specification and the reports name the same version', () => {
  expect(text).toContain(`Version ${specVersion}.`);
});

test('code and prose name only requirements that exist', () => {
  const known = new Set(requirements.map(({ id }) => id));
  const files = ['spec', 'reference', 'impl', 'fixtures', 'test'].flatMap((folder) => [
    ...filesUnder(folder, '.ts'),
    ...filesUnder(folder, '.md'),
  ]);
  const named = files.flatMap((file) => [...read(file).matchAll(/\bBN-\d+\.\d+\b/g)].map(([id]) => ({ file, id })));
  expect(named.length).toBeGreaterThan(clauses.length);
  expect(named.filter(({ id }) => !known.has(id))).toEqual([]);
});
