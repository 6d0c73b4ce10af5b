/** The README's way from nothing to a verdict on one's own function, followed to the letter in an empty folder. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/bnspec.ts';
import { lacksPython, python } from '../spec/wire/peers.ts';
import { read, root } from '../support/repository-files.ts';

const section = /## Your own function, from nothing\n([^]*?)\n## /.exec(read('README.md'))?.[1] ?? '';
/** Every second part between fences is a block; its first line names its language. */
const blocks = (kind: string): string[] =>
  section
    .split('```')
    .filter((_, i) => i % 2 === 1)
    .flatMap((block) => (block.startsWith(`${kind}\n`) ? [block.slice(kind.length + 1)] : []));
const commands = blocks('sh').flatMap((body) => body.trim().split('\n'));
const [ownFunction] = blocks('python');
const file = /^writes `([^`]+)`/m.exec(section)?.[1] ?? '';

/** Runs commands as a shell would in a folder where the suite is installed. */
function shell(command: string, cwd: string): { status: number | null; stdout: string; stderr: string } {
  const [npx, tsx, cli, ...words] = command.split(' ');
  expect([npx, tsx, cli]).toEqual(['npx', 'tsx', 'spec/cli.ts']);
  const loader = join(root, 'node_modules/tsx/dist/loader.mjs');
  const args = ['--import', loader, join(root, cli), ...words.map((word) => (word === 'python3' ? python : word))];
  return spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
}

test.skipIf(lacksPython('numpy'))(
  'from init to a verdict on a function with a mistake, and on the same function without it',
  { timeout: 240_000 },
  () => {
    const folder = temporaryFolder();
    const [init, doctor, check] = commands;
    expect(shell(init, folder)).toMatchObject({ status: 0, stderr: '' });

    writeFileSync(join(folder, file), ownFunction);
    expect(ownFunction.trim().split('\n').filter(Boolean).length).toBeLessThanOrEqual(10);
    expect(shell(doctor, folder)).toMatchObject({ status: 0, stderr: '' });
    const verdict = shell(check, folder);
    for (const line of blocks('')[0]
      .split('\n')
      .filter((line) => line.length > 1)) {
      expect(verdict.stdout).toContain(line.replace(/ …$/, ''));
    }
    expect(verdict.status).toBe(1);

    const denominator = '(np.sqrt(variance) + np.float32(epsilon))';
    const right = /^Epsilon .*? With `([^`]+)` in place/m.exec(section)?.[1] ?? '';
    expect(ownFunction).toContain(denominator);
    writeFileSync(join(folder, file), ownFunction.replace(denominator, right));
    expect(shell(check, folder)).toMatchObject({ status: 0, stdout: expect.stringMatching(/mine conforms/) });
  },
);
