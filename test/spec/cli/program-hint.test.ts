/** A file that cannot be started as it was named: the error says what to type, and that works. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { programHint } from '../../../spec/cli/program-hint.ts';
import { bnspec, temporaryFolder } from '../../support/bnspec.ts';

let before: string;
beforeEach(() => {
  before = process.cwd();
});
afterEach(() => process.chdir(before));

function fileIn(folder: string, name: string, executable = false): void {
  writeFileSync(join(folder, name), '');
  if (executable) chmodSync(join(folder, name), 0o755);
}

describe.skipIf(process.platform === 'win32')('in the folder of the file', () => {
  test.each([
    ['program', true, /; a program goes after "--", with its path: bnspec check -- \.\/program$/],
    ['my.cpp', false, /; it is source: compile it, then check the program: bnspec check -- \.\/my$/],
    ['my.rs', false, /; it is source: .* -- \.\/my$/],
    ['my.py', false, /; start it by its interpreter: bnspec check -- python3 my\.py$/],
    ['my.mjs', false, /; a module goes without "--": bnspec check \.\/my\.mjs$/],
    ['two words', true, /bnspec check -- '\.\/two words'$/],
    ['data', false, /^; it is not executable$/],
  ])('%s', (name, executable, hint) => {
    const folder = temporaryFolder();
    fileIn(folder, name, executable);
    process.chdir(folder);
    expect(programHint([name], 'bnspec')).toMatch(hint);
  });
});

test('what is no file gets none', () => {
  expect(programHint([temporaryFolder()], 'bnspec')).toBe('');
  expect(programHint(['no-such-file'], 'bnspec')).toBe('');
});

test('check says it, with the exit code that the mistake always had', async () => {
  const folder = temporaryFolder();
  fileIn(folder, 'program', true);
  fileIn(folder, 'my.cpp');
  const [program, source] = [join(folder, 'program'), join(folder, 'my.cpp')];
  expect(await bnspec('check', program)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`npx tsx spec/cli.ts check -- ${program}\n`),
  });
  expect(await bnspec('check', '--', source)).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/cannot run .*; it is source: compile it, then check the program: .* -- \.\/my\n$/),
  });
});
