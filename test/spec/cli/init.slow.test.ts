/** Starters in other languages conform as they are. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { spawnTarget } from '../../../spec/wire/process-target.ts';
import { bnspec, temporaryFolder } from '../../support/bnspec.ts';
import { expectExactLayers } from '../../support/exact-layers.ts';
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

async function judgeLayer(command: string, ...args: string[]): Promise<void> {
  const target = await spawnTarget({ command, args });
  try {
    await expectExactLayers(target);
  } finally {
    await target.close();
  }
}

test.skipIf(lacksPython('numpy'))('Python: the starter of a layer computes as required in every setting', async () => {
  const folder = temporaryFolder();
  const { stdout } = await bnspec('init', 'python', '--layer', '--out', folder);
  expect(stdout).toContain(`check -- python3 ${folder}/my_layer.py`);
  await judgeLayer(python, `${folder}/my_layer.py`);
});

describe.skipIf(lacksCompiler)('C++: the starter of a layer', { concurrent: true }, () => {
  test.each([
    ['as it is', '', ''],
    [
      'that hands out its own memory',
      'state() override { return copy_of(kept_); }',
      'state() override { return kept_; }',
    ],
    ['that keeps what it is given', 'kept_ = copy_of(state);', 'kept_ = state;'],
    ['whose gradients are of the mode it is in', 'latest_->of_batch ? d', 'training_ ? d'],
  ])('%s', async (mistake, right, wrong) => {
    const folder = temporaryFolder();
    const { stdout } = await bnspec('init', 'cpp', '--layer', '--out', folder);
    const source = `${folder}/my_layer.cpp`;
    const text = readFileSync(source, 'utf8');
    expect(text).toContain(right);
    writeFileSync(source, text.replace(right, wrong));
    const [compiler, ...options] = /^ {2}(\S+ .*-o .+)$/m.exec(stdout)?.[1].split(' ') ?? [];
    // The last option counts; most of the time goes into optimizing.
    const built = spawnSync(compiler, [...options, '-O0', '-Wall', '-Wextra', '-Werror'], { encoding: 'utf8' });
    expect(built).toMatchObject({ status: 0, stderr: '' });
    const judged = judgeLayer(`${folder}/my_layer`);
    if (mistake === 'as it is') await judged;
    else await expect(judged).rejects.toThrow('to deeply equal');
  });
});
