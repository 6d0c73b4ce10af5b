/**
 * The same seed gives the same bytes under other versions of Node.js: reports of every format, golden cases, and whole checks with
 * their diagnosis. BNSPEC_NODES names the programs, separated like the folders of PATH.
 */
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { bnspecProcess, temporaryFolder } from '../../support/bnspec.ts';
import { module } from './shared-run.ts';

const others = (process.env['BNSPEC_NODES'] ?? '').split(delimiter).filter((word) => word !== '');
const versionOf = (node: string): string => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();

const digestsUnder = async (node: string): Promise<readonly string[]> => {
  const args = ['--import', 'tsx', 'test/spec/check/print-digests.ts'];
  const { stdout } = await promisify(execFile)(node, args, { cwd: bnspecProcess([]).cwd });
  // The last line tells the locale, which is that of this machine.
  return stdout.trim().split('\n').slice(0, -1);
};

const reportUnder = async (node: string, target: string): Promise<string> => {
  const file = join(temporaryFolder(), 'report.json');
  const { args, cwd } = bnspecProcess(['check', '--runs', '3', '--json', file, target]);
  const failure: unknown = await promisify(execFile)(node, args, { cwd }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 1 });
  return readFileSync(file, 'utf8');
};

const why = others.length === 0 ? ' (left out: BNSPEC_NODES names no other version)' : '';

test.skipIf(others.length === 0)(`reports of every format and golden cases are the same bytes${why}`, async () => {
  const versions = [process.execPath, ...others].map(versionOf);
  expect(new Set(versions).size).toBe(versions.length);
  const expected = await digestsUnder(process.execPath);
  expect(expected).toHaveLength(6);
  for (const node of others) expect([node, await digestsUnder(node)]).toEqual([node, expected]);
});

test.skipIf(others.length === 0)(
  `a whole check of a wrong module is the same bytes${why}`,
  { timeout: 900_000 },
  async () => {
    const target = module(`trainForward(call) { const { y, ...more } = plain.trainForward(call);
    return { ...more, y: { ...y, data: y.data.map((value) => 1.01 * value) } }; }`);
    const expected = await reportUnder(process.execPath, target);
    for (const node of others) expect((await reportUnder(node, target)) === expected).toBe(true);
  },
);
