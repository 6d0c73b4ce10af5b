/** Every file of the repository has one place in the site, and links between places work under any path. */
import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkBetween, placeOf } from '../../../spec/site/places.ts';
import { root } from '../../support/repository-files.ts';

test.each([
  ['README.md', 'markdown', 'index.html'],
  ['spec/batchnorm.md', 'markdown', 'spec/batchnorm.html'],
  ['impl/findings', 'markdown', 'impl/findings/index.html'],
  ['impl/findings/', 'markdown', 'impl/findings/index.html'],
  ['impl/expected/', 'folder', 'impl/expected/index.html'],
  ['impl/fast/index.ts', 'source', 'impl/fast/index.ts.html'],
  ['LICENSE', 'source', 'LICENSE.html'],
  ['impl/findings/constant-channel-nan.safetensors', 'copy', 'impl/findings/constant-channel-nan.safetensors'],
] as const)('%s is a %s at %s', (path, kind, target) => {
  expect(placeOf(root, path)).toMatchObject({ kind, target });
});

test.each(['nowhere.md', '../outside', 'spec/../../x'])('%s has none', (path) => {
  expect(placeOf(root, path)).toBeUndefined();
});

test('a link followed from its page arrives', () => {
  const path = fc
    .array(fc.constantFrom('a', 'b', 'c.html'), { minLength: 1, maxLength: 4 })
    .map((names) => names.join('/'));
  fc.assert(
    fc.property(path, path, (from, to) => {
      const link = linkBetween(from, to);
      expect(posix.join(posix.dirname(from), link)).toBe(to);
      expect(link).not.toMatch(/^\//);
    }),
    { seed: 1 },
  );
});
