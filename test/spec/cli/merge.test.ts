/** `check --shard`, `--resume` and `merge`, as they are typed. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bnspec, moduleWith, temporaryFolder } from '../../support/bnspec.ts';

const few = ['--clause', 'BN-3.2,BN-7.*,BN-12.1', '--runs', '3'];
const target = 'mutant/ST01';

/** Files of the shards. */
async function shardsOf(count: number, words: readonly string[]): Promise<string[]> {
  const folder = temporaryFolder();
  const files = Array.from({ length: count }, (_, i) => join(folder, `${i + 1}.json`));
  for (const [i, file] of files.entries()) {
    const { code, stdout } = await bnspec('check', '--shard', `${i + 1}/${count}`, '--json', file, ...words);
    expect(stdout).toMatch(/^shard \d\/\d of .*: (\d) of \1 units\n$/);
    expect(code).toBe(0);
  }
  return files;
}

async function reportOf(...words: string[]): Promise<{ json: string; code: number | null }> {
  const json = join(temporaryFolder(), 'report.json');
  const { code } = await bnspec(...words, '--json', json);
  return { json: readFileSync(json, 'utf8'), code };
}

const knownFailures = (): string => {
  const file = join(temporaryFolder(), 'known.json');
  writeFileSync(file, JSON.stringify([{ clause: 'BN-3.2', reason: 'divides by m - 1' }]));
  return file;
};

describe('merge', () => {
  test('gives the report of the undivided run, with its exit code, from files or a folder', async () => {
    const expected = ['--expected', knownFailures()];
    const asked = ['--profile', 'auto', '--require', 'cancelling', ...few];
    const whole = await reportOf('check', ...asked, ...expected, target);
    const [first, ...others] = await shardsOf(3, [...asked, target]);
    expect(await reportOf('merge', ...others, first, target, ...expected)).toEqual(whole);
    const folder = join(temporaryFolder(), 'kept');
    for (const part of ['1/2', '2/2']) {
      expect(await bnspec('check', '--shard', part, '--resume', folder, ...asked, target)).toMatchObject({ code: 0 });
    }
    expect(await reportOf('merge', folder, first, target, ...expected)).toEqual(whole);
    expect(whole.code).toBe(1);
  });

  test('of other runs, or another target: 2, with the difference', async () => {
    const [one] = await shardsOf(1, [...few, target]);
    const [other] = await shardsOf(1, [...few, '--seed', '2', target]);
    const { code, stderr } = await bnspec('merge', one, other, target);
    expect(stderr).toBe(`bnspec: "${other}" and "${one}" expected parts of one run, got different seed: 1 and 2\n`);
    expect(code).toBe(2);
    const strange = await bnspec('merge', one, 'plain');
    expect(strange.stderr).toMatch(/expected parts of a run of this target, got different implementation.name: /);
    expect(strange.code).toBe(2);
  });

  test('without one of the shards: 4, and it names what is missing', async () => {
    const [, second, third] = await shardsOf(3, [...few, target]);
    const json = join(temporaryFolder(), 'report.json');
    writeFileSync(json, 'of an earlier run');
    const { code, stderr } = await bnspec('merge', second, third, target, '--json', json);
    expect(stderr).toMatch(/^bnspec: missing: BN-3\.2 and 2 more in none of the files\n$/);
    expect(code).toBe(4);
    expect(() => readFileSync(json)).toThrow('ENOENT');
  });

  test('of results that differ: 4, not deterministic', async () => {
    const [one] = await shardsOf(1, [...few, target]);
    const other = join(temporaryFolder(), 'other.json');
    writeFileSync(other, readFileSync(one, 'utf8').replace('"answered":', '"answered":1'));
    const { code, stderr } = await bnspec('merge', one, other, target);
    expect(stderr).toBe(`bnspec: not deterministic: BN-3.2 in "${one}" and "${other}"\n`);
    expect(code).toBe(4);
    expect((await bnspec('merge', one, one, target)).code).toBe(1);
  });

  test.each([
    ['', 'it ends too early'],
    ['{}\n', 'expected what check --shard writes with --json'],
    ['{"kind":"bnspec units 1",\n', 'Expected double-quoted property name'],
  ])('of a damaged file, %j: 2, on one line', async (text, says) => {
    const file = join(temporaryFolder(), 'shard.json');
    writeFileSync(file, text);
    const { code, stderr } = await bnspec('merge', file, target);
    expect(stderr).toMatch(`bnspec: cannot read "${file}": ${says}`);
    expect(stderr.split('\n')).toHaveLength(2);
    expect(code).toBe(2);
  });
});

describe('options that contradict each other: 2', () => {
  test.each([
    [['--shard', '0/3', '--json', 'x'], /"--shard" expected a part such as 3\/8, got "0\/3"/],
    [['--shard', '1/3'], /"--shard" expected --json FILE or --resume DIR beside it/],
    [['--shard', '1/3', '--json', 'x', '--html', 'y'], /"--html" is made by merge/],
    [['--resume', 'x', '--replay', 'BN-3.2/1/0'], /"--replay" is one case/],
    [['--budget', 'soon'], /"--budget" expected a time such as 90s, 10m, 8h or 2d, got "soon"/],
  ])('%j', async (words, says) => {
    const { code, stderr } = await bnspec('check', ...words, target);
    expect(stderr).toMatch(says);
    expect(code).toBe(2);
  });

  test('a target that cannot begin anew', async () => {
    const module = moduleWith(`export default { name: 'one', inferForward() {} };`);
    const { code, stderr } = await bnspec('check', '--shard', '1/2', '--json', 'x', '--in-process', module);
    expect(stderr).toMatch(/"--shard" expected a target that can begin anew/);
    expect(code).toBe(2);
  });
});

describe('--resume', () => {
  test('judges only what is not there, and the report has the same bytes', async () => {
    const folder = join(temporaryFolder(), 'kept');
    const whole = await reportOf('check', ...few, target);
    expect(await reportOf('check', ...few, '--resume', folder, target)).toEqual(whole);
    const kept = readdirSync(folder).filter((name) => name.startsWith('BN-'));
    expect(kept.toSorted()).toContain('BN-12.1.json');
    rmSync(join(folder, 'BN-7.1.json'));
    expect(await reportOf('check', ...few, '--resume', folder, target)).toEqual(whole);
    expect(readdirSync(folder)).toContain('BN-7.1.json');
    // What is there is believed.
    const file = join(folder, 'BN-7.1.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"runs":\d+/, '"runs":777'));
    expect((await reportOf('check', ...few, '--resume', folder, target)).json).toContain('"runs": 777');
  });

  test('in a folder of another run, or of something else: 2', async () => {
    const folder = join(temporaryFolder(), 'kept');
    await bnspec('check', ...few, '--resume', folder, target);
    const other = await bnspec('check', ...few, '--seed', '2', '--resume', folder, target);
    expect(other.stderr).toBe(
      `bnspec: "--resume" expected a folder of the same run: "${folder}" differs in seed: 1 and 2\n`,
    );
    expect(other.code).toBe(2);
    const full = temporaryFolder();
    writeFileSync(join(full, 'thesis.txt'), '');
    expect(await bnspec('check', ...few, '--resume', full, target)).toMatchObject({ code: 2 });
  });
});

test('--budget ends the run in time, and says how far it came', async () => {
  const { json, code } = await reportOf('check', '--budget', '0.001s', target);
  const { notes, clauses } = JSON.parse(json) as { notes: string[]; clauses: { message: string }[] };
  expect(notes).toEqual([expect.stringMatching(/^the budget of 0.001s was spent after 0 of \d+ blocks$/)]);
  expect(clauses[0].message).toBe('not judged: the budget of 0.001s was spent');
  expect(code).toBe(4);
});

test('--corpus keeps every counterexample, and tries it first', async () => {
  const folder = join(temporaryFolder(), 'corpus');
  const first = await reportOf('check', ...few, '--corpus', folder, target);
  const replays = ({ json }: { json: string }): (string | undefined)[] =>
    (JSON.parse(json) as { clauses: { replay?: string }[] }).clauses.map(({ replay }) => replay);
  expect(readdirSync(folder).filter((name) => name.endsWith('.safetensors')).length).toBeGreaterThan(0);
  // With another seed it is found by the token of the first.
  const again = await reportOf('check', ...few, '--seed', '7', '--corpus', folder, target);
  expect(replays(again)).toEqual(replays(first));
  // Where it is right, everything is judged as without.
  const right = ['check', ...few, 'plain'];
  expect(await reportOf(...right, '--corpus', folder)).toEqual(await reportOf(...right));
});
