/** Plain English in everything a reader meets: comments, messages and documents use the field's words, not private ones. */
import { expect, test } from 'vitest';
import { filesUnder, read } from '../support/repository-files.ts';

/** Words with a private meaning, and the usual words for it. */
const privateWords: readonly { readonly pattern: RegExp; readonly better: string }[] = [
  { pattern: /\btold\b(?! apart)/i, better: 'reported' },
  { pattern: /\bmiss(es|ed|ing)? the text\b/i, better: 'violates the specification' },
  { pattern: /\b(numbers?|values?) that (is|are) (none|no numbers?)\b/i, better: 'NaN and infinities' },
  { pattern: /\bfar[ -]sides?\b/i, better: 'adapter' },
  { pattern: /\bstands? (in no|once|here|there|beside)\b/i, better: 'is listed, is' },
  { pattern: /\b(fall|falls|fell|fallen|falling) over\b/i, better: 'crash' },
  { pattern: /\b(what is kept|remembers? (no|nothing)\b|nothing had been asked)/i, better: 'state, stateless' },
  { pattern: /\bdecides? nothing\b/i, better: 'does not affect the verdict' },
];

/** In code the usual word will do; the specification and its glossary define the other one. */
const codeWords: typeof privateWords = [{ pattern: /\bhonest(ly)?\b/i, better: 'legitimate, correct' }];

/** A comment that opens with a relative clause or a question makes its reader wait for the noun. */
const riddles: readonly { readonly pattern: RegExp; readonly better: string }[] = [
  { pattern: /(?:\/\*\*|\n *\/\/) *(?:\n *\* )?(What|Of|How|Who|Whoever) /, better: 'a noun phrase or an imperative' },
  { pattern: /\/\*\* *(Is|Are|Was|Does|Do|Did|Has|Have|May|Must|Can) [^.:;\n]*\?/, better: '"Whether …"' },
];

const code = ['spec', 'reference', 'impl', 'fixtures'].flatMap((folder) =>
  ['.ts', '.py', '.c', '.h', '.cpp', '.hpp', '.rs'].flatMap((suffix) => filesUnder(folder, suffix)),
);
const documents = filesUnder('.', '.md');

/** Sentences in comments go on over line ends; generated pages are bundles of other people's code. */
const flat = (text: string): string => text.replaceAll(/\n[ \t]*(?:\*(?!\/)|\/\/+|#+)?[ \t]*/g, ' ');
const sources = code.filter((path) => !path.endsWith('.html.ts') && !path.endsWith('.wasm.ts'));

function found(path: string, text: string, list: typeof privateWords): string[] {
  return list.flatMap(({ pattern, better }) =>
    [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(({ index }) => {
      const excerpt = text.slice(Math.max(0, index - 40), index + 60).replaceAll(/\s+/g, ' ');
      return `${path}: "…${excerpt}…"; better: ${better}`;
    }),
  );
}

test('no word with a private meaning', () => {
  const inCode = sources.flatMap((path) => found(path, flat(read(path)), [...privateWords, ...codeWords]));
  const inDocuments = documents.flatMap((path) => found(path, flat(read(path)), privateWords));
  expect([...inCode, ...inDocuments]).toEqual([]);
});

test('no comment that opens with a riddle', () => {
  expect(sources.flatMap((path) => found(path, `\n${read(path)}`, riddles))).toEqual([]);
});
