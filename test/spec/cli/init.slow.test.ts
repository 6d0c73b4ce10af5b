/** Starters in other languages conform as they are. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { bnspec, temporaryFolder } from '../../support/bnspec.ts';
import { lacksCompiler, lacksPython, lacksRust, python } from '../wire/peers.ts';

const fewer = ['--runs', '5'];

test.skipIf(lacksPython('numpy'))('Python: the starter conforms as it is', async () => {
  const folder = temporaryFolder();
  const { stdout } = await bnspec('init', 'python', '--out', folder);
  expect(stdout).toContain(`check -- python3 ${folder}/my_batchnorm.py`);
  const checked = await bnspec('check', ...fewer, '--', python, `${folder}/my_batchnorm.py`);
  expect(checked.stdout).toMatch(/mine conforms/);
});

describe.each([
  ['cpp', lacksCompiler, ['-Wall', '-Wextra', '-Werror']],
  ['c', lacksCompiler, ['-std=c99', '-pedantic', '-Wall', '-Wextra', '-Werror']],
  ['rust', lacksRust, ['-D', 'warnings']],
])('%s', (language, isMissing, strict) => {
  test.skipIf(isMissing)(
    'the starter builds without a warning and conforms, by the commands that are printed',
    async () => {
      const folder = temporaryFolder();
      const { stdout } = await bnspec('init', language, '--out', folder);
      const [compiler, ...options] = /^  (\S+ .*-o .+)$/m.exec(stdout)?.[1].split(' ') ?? [];
      const built = spawnSync(compiler, [...options, ...strict], { encoding: 'utf8' });
      expect(built).toMatchObject({ status: 0, stderr: '' });
      const words = /spec\/cli\.ts (check .+)/.exec(stdout)?.[1].split(' ') ?? [];
      const [check, ...target] = words;
      const checked = await bnspec(check, ...fewer, ...target);
      expect(checked.stdout).toMatch(/mine conforms, grade \S+ \(required: stable\); \d+ passed, 0 failed, \d+ not/);
    },
  );
});
