/** Each source file begins with a comment that says what the file is: a reader who comes by its path needs no second file. */
import { expect, test } from 'vitest';
import { filesUnder, read } from '../support/repository-files.ts';

const sources = ['spec', 'reference', 'impl', 'fixtures', 'test'].flatMap((folder) => filesUnder(folder, '.ts'));

/** The first sentence of the comment that a file begins with, after the line that names its interpreter. */
function header(path: string): string {
  const text = read(path).replace(/^#!.*\n/, '');
  const [comment = ''] = /^(?:\/\*\*[^]*?\*\/|(?:\/\/.*\n)+)/.exec(text) ?? [];
  return comment.replaceAll(/^ *(?:\/\*\*|\*\/|\*|\/\/) ?|\*\/$/gm, '').trim();
}

test('every file begins with a header of at least one sentence', () => {
  expect(sources.length).toBeGreaterThan(500);
  expect(sources.filter((path) => header(path).length < 20)).toEqual([]);
});
