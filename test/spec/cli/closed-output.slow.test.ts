/** Output that nobody reads, or that finds no room: the verdict's own exit code, or 4 with one line. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bnspec, bnspecProcess } from '../../support/bnspec.ts';

const few = ['--clause', 'BN-3.2', '--runs', '5'];

interface Outcome {
  readonly code: number | null;
  readonly stderr: string;
}

/** @param stdout - undefined: a pipe whose reader is gone */
async function printingTo(stdout: string | undefined, words: readonly string[]): Promise<Outcome> {
  const { command, args, cwd } = bnspecProcess(words);
  const file = stdout === undefined ? undefined : openSync(stdout, 'w');
  const child = spawn(command, args, { cwd, stdio: ['ignore', file ?? 'pipe', 'pipe'] });
  if (file === undefined) child.stdout?.destroy();
  else closeSync(file);
  let stderr = '';
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

describe.each([
  ['conforms', ['check', 'plain', ...few], 0],
  ['does not conform', ['check', 'mutant/ST01', ...few], 1],
  ['help', ['--help'], 0],
] as const)('%s', (_, words, code) => {
  test('nobody reads stdout', async () => {
    expect(await printingTo(undefined, words)).toEqual({ code, stderr: '' });
  });
});

describe.skipIf(!existsSync('/dev/full'))('a full disk', () => {
  test.each([[['check', 'plain', ...few]], [['clauses']], [['--version']]])('stdout of %s', async (words) => {
    expect(await printingTo('/dev/full', words)).toEqual({
      code: 4,
      stderr: 'bnspec: cannot write to stdout: ENOSPC: no space left on device, write\n',
    });
  });

  test.each(['--json', '--junit', '--html'])('a report: %s', async (option) => {
    const { code, stdout, stderr } = await bnspec('check', 'plain', ...few, option, '/dev/full');
    expect([code, stderr]).toEqual([4, 'bnspec: cannot write "/dev/full": ENOSPC: no space left on device, write\n']);
    expect(stdout).toContain('plain conforms');
  });

  test('an error that cannot be printed', async () => {
    const { command, args, cwd } = bnspecProcess(['check', '--profile', 'nonsense']);
    const full = openSync('/dev/full', 'w');
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', full] });
    closeSync(full);
    expect(await once(child, 'exit')).toEqual([2, null]);
  });
});
