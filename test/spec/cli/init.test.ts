/** `bnspec init`: what it writes works as it is, and it overwrites nothing. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { loadImplementation } from '../../../spec/wire/load-module.ts';
import { wiring } from '../../../spec/wiring.ts';
import { bnspec, temporaryFolder } from '../../support/bnspec.ts';
import { expectExactLayers } from '../../support/exact-layers.ts';

const fewer = ['--runs', '5'];

test('JavaScript: the starter conforms as it is, by the command that is printed', async () => {
  const folder = join(temporaryFolder(), 'new', 'folder');
  const { code, stdout } = await bnspec('init', 'javascript', '--out', folder);
  expect(code).toBe(0);
  const words = /spec\/cli\.ts (check .+)/.exec(stdout)?.[1].split(' ') ?? [];
  const checked = await bnspec(...words, ...fewer);
  expect(checked.stdout).toMatch(/mine conforms/);
});

test('JavaScript: the starter of a layer computes as required in every setting', async () => {
  const folder = temporaryFolder();
  const { stdout } = await bnspec('init', 'javascript', '--layer', '--out', folder);
  const path = `${folder}/my-layer.mjs`;
  expect(stdout).toContain(`check ${path}`);
  await expectExactLayers(targetOf(await loadImplementation(path)));
});

const kinds = [
  ...Object.entries(wiring.starters).map(([language, starter]) => ({ words: [language], starter })),
  ...Object.entries(wiring.layerStarters).map(([language, starter]) => ({ words: [language, '--layer'], starter })),
];

describe.each(kinds)('$words', ({ words, starter }) => {
  test('nothing is written where one of the files exists', async () => {
    for (const { name } of starter.files) {
      const folder = temporaryFolder();
      writeFileSync(join(folder, name), 'mine');
      const { code, stdout, stderr } = await bnspec('init', ...words, '--out', folder);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(`"${join(folder, name)}" already exists; nothing was written`);
      expect(readdirSync(folder)).toEqual([name]);
      expect(readFileSync(join(folder, name), 'utf8')).toBe('mine');
    }
  });
});

test.each([
  ['an unknown language', ['init', 'cobol'], /no starter for "cobol": expected python, javascript, cpp, c, rust/],
  ['no layer', ['init', 'c', '--layer'], /no starter of a layer for "c": expected python, javascript, cpp\n/],
  ['no language', ['init'], /missing required argument 'language'/],
  ['a folder that is a file', ['init', 'python', '--out', 'package.json'], /cannot write to "package\.json"/],
])('2: %s', async (_, args, message) => {
  const { code, stderr } = await bnspec(...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(existsSync('my_batchnorm.py')).toBe(false);
});
