/** The words of the page: each in both languages, with the same figures in them, and none that the page never says. */
import { describe, expect, test } from 'vitest';
import { mistakes } from '../../../spec/learn/computations/mistakes.ts';
import { type Key, languages, phrase } from '../../../spec/learn/text/phrase.ts';
import { filesUnder, read } from '../../support/repository-files.ts';

const { en, zh } = languages;
const keys = Object.keys(en.words) as Key[];
const figuresIn = (words: string): string[] => [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();

describe('the words of the page', () => {
  test('have the same keys in both languages', () => {
    expect(Object.keys(zh.words)).toEqual(keys);
  });

  test.each(keys)('are said with the same figures: %s', (key) => {
    expect(zh.words[key].trim()).not.toBe('');
    expect(figuresIn(zh.words[key])).toEqual(figuresIn(en.words[key]));
  });

  test('are Chinese where a sentence is', () => {
    const sentences = keys.filter((key) => en.words[key].split(' ').length > 3 && /[.:]$/.test(en.words[key]));
    expect(sentences.length).toBeGreaterThan(30);
    expect(sentences.filter((key) => !/\p{Script=Han}{2}/u.test(zh.words[key]))).toEqual([]);
  });

  test('name each mistake and tell what it does', () => {
    for (const { id } of mistakes) {
      expect(keys).toContain(`mistake.${id}`);
      expect(keys).toContain(`about.${id}`);
    }
  });

  test('are all said somewhere', () => {
    const source = filesUnder('spec/learn/page', '.ts').map(read).join('\n');
    // `where.${stage}` covers all keys with this prefix.
    const patterns = [...source.matchAll(/[`']([\w.]*(?:\$\{[^}]+\}[\w.]*)*)[`']/g)].map(
      ([, words]) =>
        new RegExp(`^${words.replaceAll('.', String.raw`\.`).replaceAll(/\$\{[^}]+\}/g, String.raw`[\w.]+`)}$`),
    );
    const specific = patterns.filter(({ source }) => source.includes(String.raw`\.`));
    expect(keys.filter((key) => !specific.some((pattern) => pattern.test(key)))).toEqual([]);
  });

  test('are not said without their figures', () => {
    expect(() => phrase('en', 'page.foot')).toThrow('"page.foot" wants the figure "name"');
    expect(phrase('zh', 'page.foot', { name: 'fast' })).toContain('“fast”');
  });
});
