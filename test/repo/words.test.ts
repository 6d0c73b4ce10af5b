/** Plain English in everything a reader meets: comments, messages and documents use the field's words, not private ones. */
import { expect, test } from 'vitest';
import { filesUnder, read } from '../support/tree.ts';

/** Words with a private meaning, and the usual words for it. */
const privateWords: readonly { readonly pattern: RegExp; readonly better: string }[] = [
  { pattern: /\btold\b(?! apart)/i, better: 'reported' },
  { pattern: /\bmiss(es|ed|ing)? the text\b/i, better: 'violates the specification' },
  { pattern: /\b(numbers?|values?) that (is|are) (none|no numbers?)\b/i, better: 'NaN and infinities' },
  { pattern: /\bfar[ -]sides?\b/i, better: 'adapter' },
  { pattern: /\bstands? (in no|once|here|there|beside)\b/i, better: 'is listed, is' },
  { pattern: /\b(fall|falls|fell|fallen|falling) over\b/i, better: 'crash' },
  { pattern: /\bhonest(ly)?\b/i, better: 'legitimate, correct' },
  { pattern: /\b(what is kept|remembers? (no|nothing)\b|nothing had been asked)/i, better: 'state, stateless' },
  { pattern: /\bdecides? nothing\b/i, better: 'does not affect the verdict' },
];

/** A comment that opens with a relative clause or a question makes its reader wait for the noun. */
const riddles: readonly { readonly pattern: RegExp; readonly better: string }[] = [
  { pattern: /(?:\/\*\*|\n *\/\/) *(?:\n *\* )?(What|Of|How|Who|Whoever) /, better: 'a noun phrase or an imperative' },
  { pattern: /\/\*\* *(Is|Are|Was|Does|Do|Did|Has|Have|May|Must|Can) [^.:;\n]*\?/, better: '"Whether …"' },
];

/** Real uses. */
const allowed: readonly { readonly path: string; readonly words: string; readonly because: string }[] = [];

/** Rooms that still speak the old way: to be emptied, never extended. */
const notYetClean: readonly string[] = [
  'impl/mutants/',
  'README.md',
  'fixtures/README.md',
  'impl/STATUS.md',
  'impl/adapters/README.md',
  'impl/fast/README.md',
  'impl/findings/README.md',
  'impl/mutants/README.md',
  'reference/README.md',
  'spec/CHANGES.md',
  'spec/README.md',
  'spec/batchnorm.md',
  'spec/decisions/',
  'test/',
];

const isDirty = (path: string): boolean => notYetClean.some((room) => path.startsWith(room));

const code = ['spec', 'reference', 'impl', 'fixtures'].flatMap((folder) =>
  ['.ts', '.py', '.cpp', '.hpp'].flatMap((suffix) => filesUnder(folder, suffix)),
);
const documents = filesUnder('.', '.md');

/** Sentences in comments go on over line ends; generated pages are bundles of other people's code. */
const flat = (text: string): string => text.replaceAll(/\n[ \t]*(?:\*(?!\/)|\/\/+|#+)?[ \t]*/g, ' ');
const sources = code.filter((path) => !path.endsWith('.html.ts') && !path.endsWith('.wasm.ts'));

function found(path: string, text: string, list: typeof privateWords): string[] {
  return list.flatMap(({ pattern, better }) =>
    [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].flatMap(({ 0: words, index }) => {
      const excerpt = text.slice(Math.max(0, index - 40), index + 60).replaceAll(/\s+/g, ' ');
      const isReal = allowed.some((use) => use.path === path && excerpt.includes(use.words));
      return isReal ? [] : [`${path}: "${words.trim()}" (better: ${better}) in "…${excerpt}…"`];
    }),
  );
}

const spoken = (path: string): string[] => found(path, flat(read(path)), privateWords);
const opened = (path: string): string[] => found(path, `\n${read(path)}`, riddles);

test('no word with a private meaning', () => {
  const paths = [...sources, ...documents].filter((path) => !isDirty(path));
  expect(paths.flatMap(spoken)).toEqual([]);
});

test('no comment that opens with a riddle', () => {
  expect(sources.filter((path) => !isDirty(path)).flatMap(opened)).toEqual([]);
});

test('the rooms that are not clean are there', () => {
  const paths = [...sources, ...documents];
  expect(notYetClean.filter((room) => !paths.some((path) => path.startsWith(room)))).toEqual([]);
});

test('every real use is one', () => {
  expect(allowed.filter(({ path, words }) => !flat(read(path)).includes(words))).toEqual([]);
});
