/** Text, clauses and code speak of the same requirements, by the same ids and in the same words. */
import { describe, expect, test } from 'vitest';
import { clauses } from '../../spec/clauses/index.ts';
import { chapters } from '../../spec/report/html/chapter-titles.ts';
import { specVersion } from '../../spec/check/version.ts';
import { filesUnder, read } from '../support/repository-files.ts';

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

test('code and prose name only chapters that exist', () => {
  const known = new Set([...text.matchAll(/^## (BN-\d+) /gm)].map(([, id]) => id));
  const files = ['spec', 'reference', 'impl', 'fixtures', 'test'].flatMap((folder) => [
    ...filesUnder(folder, '.ts'),
    ...filesUnder(folder, '.md'),
  ]);
  // BN-99 stands for a chapter that does not exist, in tests of what the command line says of it.
  const named = files.flatMap((file) =>
    [...read(file).matchAll(/\bBN-\d+\b(?!\.\d|-)/g)].map(([id]) => ({ file, id })).filter(({ id }) => id !== 'BN-99'),
  );
  expect(named.length).toBeGreaterThan(known.size);
  expect(named.filter(({ id }) => !known.has(id))).toEqual([]);
});

/** What a file is named for, and the chapters that say it. */
const topics: Readonly<Record<string, readonly number[]>> = {
  shapes: [2],
  statistics: [3],
  normalize: [4, 5],
  normalization: [4],
  affine: [5],
  running: [6],
  inference: [7],
  gradient: [8, 9],
  'training-gradients': [8],
  'inference-gradients': [9],
  ieee: [10],
  'special-values': [10],
  laws: [11],
  accuracy: [12],
  bounds: [12],
  condition: [12],
  domain: [12],
  grade: [12],
  'judge-element': [12],
  ranges: [12],
  'statistics-errors': [12],
  offers: [13],
  purity: [13],
  combinations: [14],
};

test('a file that is named for a topic begins with the chapter of that topic', () => {
  const files = ['spec/clauses', 'spec/accuracy', 'reference', 'impl/plain'].flatMap((room) => filesUnder(room, '.ts'));
  const cited = files.flatMap((file) => {
    const about = topics[/([^/]+)\.ts$/.exec(file)?.[1] ?? ''];
    const header = /^\/\*\*[^]*?\*\//.exec(read(file))?.[0] ?? '';
    const [first] = /\bBN-\d+/.exec(header) ?? [];
    return about && first !== undefined ? [{ file, first, about: about.map((number) => `BN-${number}`) }] : [];
  });
  expect(cited.length).toBeGreaterThan(20);
  expect(cited.filter(({ first, about }) => !about.includes(first))).toEqual([]);
});

describe('letters', () => {
  /** Declared in the first column of a table whose head begins with `symbol`; subscripts and primes belong to a letter. */
  const tables = [...text.matchAll(/^\| symbol \|.*\n\|[-|]+\|\n((?:\|.*\n)+)/gm)];
  const base = (symbol: string): string => symbol.replaceAll(/[′ᵢⱼₖ₀-₉]/g, '');
  const rows = tables.flatMap(([, body]) => body.trim().split('\n'));
  const declared = rows.flatMap((row) => [
    ...new Set(
      row
        .split('|')[1]
        .split(',')
        .map((each) => base(each.trim())),
    ),
  ]);

  test('are declared once each', () => {
    expect(declared.length).toBeGreaterThan(20);
    expect(declared).toEqual([...new Set(declared)]);
  });

  test('are declared where a formula uses them', () => {
    const prose = text
      .replaceAll(/```[^]*?```/g, '')
      .replaceAll(/`[^`]*`/g, '')
      // An article, and no letter of a formula.
      .replaceAll(/\b[Aa]\s(?=[A-Za-z*]{2})/g, '');
    // A letter with its accent, not part of a word; superscripts are operations, subscripts indices.
    const letter = /(?<![\p{L}\p{M}\d’'-])(\p{L}\p{M}?)(?=[ᵢⱼₖ₀-₉⁰¹²³⁴⁵-⁹ᵏ′]|(?![\p{L}\p{M}\d’'-]))/gu;
    const used = new Set([...prose.normalize('NFD').matchAll(letter)].map(([, symbol]) => symbol));
    const hat = '\u0302';
    const known = new Set(declared.map((symbol) => symbol.normalize('NFD')));
    const undeclared = [...used].filter(
      (symbol) => symbol !== 'Σ' && !known.has(symbol) && !(symbol.endsWith(hat) && known.has(symbol.slice(0, -1))),
    );
    expect(undeclared).toEqual([]);
  });
});
