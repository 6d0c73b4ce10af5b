/** A report merged from parts that were judged on Node 20 and on Node 22 has the bytes of the undivided one on either. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtFolder, root } from '../../support/repository-files.ts';
import { moduleWith, temporaryFolder } from '../../support/bnspec.ts';

const other = 22;

/** The package of npm has the program itself. It is no dependency: it weighs a hundred megabytes. */
function otherNode(): string | undefined {
  const words = ['exec', '--yes', `--package=node@${other}`, '--', 'node', '-p', 'process.execPath'];
  const { stdout, status } = spawnSync('npm', words, { cwd: temporaryFolder(), encoding: 'utf8', timeout: 180_000 });
  return status === 0 ? stdout.trim() : undefined;
}

const node = otherNode();

/** Right but for a few inputs: of some it dies, and to some it gives a wrong answer. */
const target = moduleWith(`
export default {
  name: 'fragile',
  inferForward({ x, gamma, beta, mean, variance, epsilon, axis }) {
    if (x.dtype !== 'float32') throw Object.assign(new Error('float32 only'), { name: 'Unsupported' });
    const inner = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const mark = Math.floor(Math.abs(x.data[0]) * 65536) % 251;
    if (mark === 7) process.exit(3);
    const data = x.data.map((value, i) => {
      const c = Math.floor(i / inner) % x.shape[axis];
      const y = (value - mean.data[c]) / Math.sqrt(variance.data[c] + epsilon);
      return (gamma ? gamma.data[c] : 1) * y + (beta ? beta.data[c] : 0) + (mark % 100 === 11 ? 1 : 0);
    });
    return { y: { dtype: x.dtype, shape: x.shape, data } };
  },
};
`);

const counts = [1, 2, 3, 7, 16];

test.skipIf(node === undefined && process.env['BNSPEC_REQUIRE_PEERS'] === undefined)(
  `parts from Node 20 and ${other}, n = ${counts.join(', ')}: failures, crashes and known failures among them`,
  { timeout: 900_000 },
  () => {
    const folder = temporaryFolder();
    const known = join(folder, 'known.json');
    writeFileSync(known, JSON.stringify([{ clause: 'BN-7.3', reason: 'some inputs' }]));
    const asked = ['--clause', 'BN-7.*,BN-13.5', '--runs', '600', '--profile', 'pytorch'];
    const at = (name: string): string => join(folder, name);
    const check = (...words: string[]): string[] => ['check', ...asked, ...words, target];
    const parts = counts.flatMap((n) => Array.from({ length: n }, (_, i) => [i + 1, n] as const));
    const shard = ([i, n]: readonly [number, number]): string[] =>
      check('--shard', `${i}/${n}`, '--json', at(`${i}-${n}.json`));
    const merge = (n: number): string[] => {
      const files = Array.from({ length: n }, (_, i) => at(`${n - i}-${n}.json`));
      return ['merge', ...files, target, '--expected', known, '--json', at(`merged-${n}.json`)];
    };
    const run = (program: string, version: string, lines: readonly string[][]): { node: string; codes: number[] } => {
      const file = at(`${version}.lines`);
      writeFileSync(file, JSON.stringify(lines));
      const { status, stderr } = spawnSync(
        program,
        [join(root, 'test/support/command-lines.mjs'), join(root, builtFolder), file],
        { cwd: root, encoding: 'utf8' },
      );
      expect({ status, stderr }).toMatchObject({ status: 0 });
      return JSON.parse(readFileSync(`${file}.codes`, 'utf8')) as { node: string; codes: number[] };
    };
    const whole = (version: string): string[] => check('--expected', known, '--json', at(`whole-${version}.json`));
    const own = run(process.execPath, 'own', [whole('own'), ...parts.filter((_, i) => i % 2 === 0).map(shard)]);
    const others = run(node!, 'other', [
      whole('other'),
      ...parts.filter((_, i) => i % 2 === 1).map(shard),
      ...counts.map(merge),
    ]);
    expect(others.node).toMatch(new RegExp(`^${other}\\.`));
    expect([own.codes[0], others.codes[0]]).toEqual([1, 1]);
    expect(others.codes.slice(-counts.length)).toEqual(counts.map(() => 1));

    const report = readFileSync(at('whole-own.json'), 'utf8');
    const { clauses } = JSON.parse(report) as { clauses: { verdict: string; message?: string }[] };
    const verdicts = clauses.map(({ verdict }) => verdict);
    expect(verdicts).toEqual(expect.arrayContaining(['pass', 'fail', 'expected-fail']));
    expect(clauses.some(({ message = '' }) => message.startsWith('crash'))).toBe(true);
    expect(readFileSync(at('whole-other.json'), 'utf8')).toBe(report);
    for (const n of counts) expect(readFileSync(at(`merged-${n}.json`), 'utf8')).toBe(report);
  },
);
