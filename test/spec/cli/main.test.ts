/** Promises of the command line: exit codes, clear errors, replay, and the same bytes for the same seed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { clauses } from '../../../spec/clauses/index.ts';
import type { Report } from '../../../spec/report/report.ts';
import { bnspec, moduleWith, startBnspec, temporaryFolder } from '../../support/bnspec.ts';

/** A token of no clause, assembled here since ids in the source must exist. */
const unknownId = ['BN-99', 1].join('.');

/** A correct answer for x of one channel and one clause's worth of calls is not needed: these only have to start. */
const outline = (body: string): string => `export default { name: 'mine', ${body} };`;

describe('exit codes', () => {
  test('0: a conforming implementation', async () => {
    const { code, stdout } = await bnspec('check', 'plain', '--clause', 'BN-3.*,BN-12.*', '--runs', '3', '--verbose');
    expect(stdout).toMatch(/plain conforms, grade offset-free/);
    const chosen = clauses.filter(({ id }) => /^BN-(3|12)\./.test(id));
    for (const { id } of chosen) expect(stdout).toMatch(new RegExp(`${id.replace('.', '\\.')}\\s`));
    expect(code).toBe(0);
  });

  test('1: a wrong implementation, with a counterexample in three forms of numbers and a replay that shows it again', async () => {
    const { code, stdout } = await bnspec('check', 'mutant/ST01', '--clause', 'BN-3.2');
    expect(code).toBe(1);
    expect(stdout).toMatch(/expected {2}\S+\s+-?0x[01]\S*p[+-]\d+\s+0x[0-9a-f]{8}/);
    expect(stdout).toMatch(/actual {4}\S+\s+-?0x[01]\S*p[+-]\d+\s+0x[0-9a-f]{8}/);
    const again = /again {5}npx tsx spec\/cli\.ts (.+)/.exec(stdout)?.[1].split(' ') ?? [];
    const replayed = await bnspec(...again);
    const counterexample = (text: string): string => text.slice(text.indexOf('FAIL  BN'), text.lastIndexOf('\n\n'));
    expect(replayed.code).toBe(1);
    expect(counterexample(replayed.stdout)).toBe(counterexample(stdout));
  });

  test.each([
    ['a target that does not exist', ['check', './no-such-module.ts'], /no target "\.\/no-such-module\.ts"/],
    ['an unknown mutant', ['check', 'mutant/ZZ99'], /mutants: .*ST01/],
    ['a folder', ['check', './spec'], /expected a JavaScript or TypeScript module/],
    ['an unknown option', ['check', 'plain', '--sed', '3'], /unknown option '--sed'/],
    ['an unknown command', ['chek'], /unknown command 'chek'/],
    ['no command at all', [], /expected a command/],
    ['an unknown clause', ['check', 'plain', '--clause', 'BN-99.*'], /matches none/],
    [
      'an unknown profile',
      ['check', 'plain', '--profile', 'caffe'],
      /"--profile" expected pytorch, .*auto, got "caffe"/,
    ],
    ['an unknown grade', ['check', 'plain', '--require', 'good'], /"--require" expected exact, .* got "good"/],
    ['a seed that is no number', ['check', 'plain', '--seed', 'x'], /"--seed" expected an integer >= 0, got "x"/],
    ['a malformed token', ['check', 'plain', '--replay', 'x'], /"--replay" expected a token/],
    ['a token of no clause', ['check', 'plain', '--replay', `${unknownId}/1/0`], /names no clause: BN-99\.1/],
    [
      'a token of another clause',
      ['check', 'plain', '--clause', 'BN-3.*', '--replay', 'BN-5.1/1/0'],
      /"--replay" is of BN-5\.1, which is not among the clauses that are asked for/,
    ],
    ['a file that cannot be written', ['check', 'plain', '--json', '/no/such/folder/x.json'], /cannot write/],
    [
      'a token with an endless seed',
      ['check', 'plain', '--replay', `BN-3.2/${'9'.repeat(400)}/0`],
      /"--replay" expected a seed within ±9007199254740991, got "9{60}"… \(400 characters\)/,
    ],
    [
      'a token that leads too far',
      ['check', 'plain', '--replay', 'BN-3.2/1/99999999999:1'],
      /"--replay" expected steps below 1000000, got "99999999999"/,
    ],
    [
      'a token without end',
      ['check', 'plain', '--replay', `BN-3.2/1/0${':0'.repeat(5000)}`],
      /"--replay" expected a path of at most 1000 steps, got 5001/,
    ],
    [
      'a limit that no timer holds',
      ['check', 'plain', '--timeout', '3000000000'],
      /"--timeout" expected an integer from 1 to 2147483647, got "3000000000"/,
    ],
    [
      'a limit that no timer holds, for doctor',
      ['doctor', '--timeout', '3000000000', '--', 'true'],
      /from 1 to 2147483647/,
    ],
    ['an endless limit', ['check', 'plain', '--timeout', 'Infinity'], /"--timeout" expected an integer from 1/],
    [
      'more cases than can be told',
      ['check', 'plain', '--runs', '1000000000'],
      /"--runs" expected an integer from 1 to 100000/,
    ],
    ['an empty command', ['check', '--', ''], /expected a command after "--"/],
    ['an empty command, for doctor', ['doctor', '--', ''], /expected a command after "--"/],
    [
      'a device for a list',
      ['check', 'plain', '--expected', '/dev/zero'],
      /cannot read "\/dev\/zero": expected a file, got a device/,
    ],
    ['a folder for a list', ['check', 'plain', '--expected', '/'], /cannot read "\/": expected a file, got a folder/],
    ['a device for a request', ['eval', '/dev/zero'], /cannot read "\/dev\/zero": expected a file, got a device/],
    ['a device for a module', ['doctor', '/dev/zero'], /expected a file, got a device/],
    [
      'words that would be two lines',
      ['check', 'plain', '--clause', 'BN-1\n::error::x'],
      /matches none of \d+ clauses: "BN-1\\n::error::x"/,
    ],
    ['words for a terminal', ['check', '\u001b[2J\u202e'], /no target "\\u\{1b\}\[2J\\u\{202e\}"/],
    ['no command after --', ['check', '--'], /expected a command after "--"/],
    ['a target and a command', ['check', 'plain', '--', 'true'], /got both/],
  ])('2: %s', async (_, args, message) => {
    const { code, stderr, stdout } = await bnspec(...args);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test.each([
    ['exports nothing', 'export const x = 1;', /no default export/],
    ['exports no operation', outline(''), /expected at least one of trainForward/],
    ['exports a function', 'export default () => 1;', /expected an object, got a function/],
    ['has an operation that is no function', outline('trainForward: 3'), /"trainForward" expected a function, got 3/],
    ['claims what does not exist', outline('trainForward() {}, claims: { speed: 9 }'), /claims/],
  ])('2: a module that %s', async (_, source, message) => {
    const path = moduleWith(source);
    for (const where of [[], ['--in-process']]) {
      const { code, stderr } = await bnspec('check', path, ...where);
      expect(stderr).toMatch(message);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(code).toBe(2);
    }
  });

  test.each([
    [
      'a module that throws on import',
      () => [moduleWith('throw new Error("broken on purpose");')],
      /broken on purpose/,
    ],
    ['a program that does not exist', () => ['--', 'no-such-program-anywhere'], /no-such-program-anywhere/],
    ['a program that ends at once', () => ['--', 'true'], /could not start/],
  ])('3: %s', async (_, target, message) => {
    const { code, stderr } = await bnspec('check', ...target());
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(3);
  });

  test('1: an adapter that crashes, named as such with its exit code', async () => {
    const path = moduleWith(outline('inferForward() { process.exit(7); }'));
    const { code, stdout } = await bnspec('check', path, '--clause', 'BN-7.1', '--runs', '2');
    expect(stdout).toMatch(/crash: .*7/);
    expect(code).toBe(1);
  });

  test('4: interrupted; what was judged before is reported', async () => {
    // The module says by a file that the run is under way.
    const started = join(temporaryFolder(), 'started');
    const path = moduleWith(
      `import { writeFileSync } from 'node:fs';
       ${outline(`inferForward() { writeFileSync(${JSON.stringify(started)}, ''); return new Promise(() => setInterval(() => {}, 1000)); }`)}`,
    );
    const few = ['--clause', 'BN-7.*', '--timeout', '1000', '--runs', '2'];
    const { ended, interrupt } = startBnspec('check', path, '--verbose', ...few);
    await vi.waitUntil(() => existsSync(started), { timeout: 30_000 });
    interrupt();
    const { code, stdout } = await ended;
    expect(stdout).toMatch(/not judged: interrupted/);
    expect(code).toBe(4);
  });

  test('5: nothing ran', async () => {
    const path = moduleWith(outline('inferForward() { const e = new Error("no"); e.name = "Unsupported"; throw e; }'));
    const { code, stdout } = await bnspec('check', path, '--clause', 'BN-7.1');
    expect(stdout).toMatch(/^mine was not judged, no grade; .* 1 not applicable/);
    expect(code).toBe(5);
  });
});

test('one seed gives the same report, byte for byte; another seed gives another', async () => {
  const folder = temporaryFolder();
  const report = async (name: string, seed: string): Promise<string> => {
    const file = join(folder, name);
    await bnspec('check', 'mutant/ST01', '--clause', 'BN-3.*', '--runs', '5', '--seed', seed, '--json', file);
    return readFileSync(file, 'utf8');
  };
  const first = await report('a', '7');
  expect(await report('b', '7')).toBe(first);
  expect(await report('c', '8')).not.toBe(first);
  const { verdict, clauses: rows, seed } = JSON.parse(first) as Report;
  expect({ verdict, seed, rows: rows.length }).toEqual({ verdict: 'fails', seed: 7, rows: 7 });
});

test('a clause on its own gets the cases that it gets in a whole run', async () => {
  const folder = temporaryFolder();
  const worst = async (name: string, glob: string): Promise<unknown> => {
    const file = join(folder, name);
    await bnspec('check', 'plain', '--clause', glob, '--runs', '5', '--json', file);
    return (JSON.parse(readFileSync(file, 'utf8')) as Report).clauses.find(({ id }) => id === 'BN-5.1')?.worst;
  };
  expect(await worst('alone', 'BN-5.1')).toEqual(await worst('together', 'BN-5.*'));
});

test('profile auto infers the conventions and shows why', async () => {
  const path = moduleWith(
    `import { implementationOf } from '${new URL('../../../impl/plain/implementation.ts', import.meta.url).href}';
     const { claims, ...rest } = implementationOf('other', {}, { momentumWeights: 'old', runningVariance: 'biased' });
     export default { ...rest, name: 'other' };`,
    'other.ts',
  );
  const { code, stdout } = await bnspec(
    'check',
    path,
    '--in-process',
    '--profile',
    'auto',
    '--clause',
    'BN-6.*',
    '--runs',
    '10',
  );
  expect(stdout).toMatch(/momentumWeights old: with momentum 0\.25 the batch mean entered with weight 0\.75/);
  expect(stdout).toMatch(/runningVariance biased/);
  expect(code).toBe(0);
  const under = await bnspec('check', path, '--in-process', '--clause', 'BN-6.*', '--runs', '10');
  expect(under.code).toBe(1);
  expect(under.stdout).toMatch(
    /diagnosis profile: It conforms under other conventions \(.*\): use --profile onnx or keras3 or flax\./,
  );
});

test('other conventions are no excuse for a mistake beside them', async () => {
  const path = moduleWith(
    `import { implementationOf } from '${new URL('../../../impl/plain/implementation.ts', import.meta.url).href}';
     const { claims, ...rest } = implementationOf('other', {}, { momentumWeights: 'old', runningVariance: 'biased' });
     export default { ...rest, name: 'other', trainForward(call) {
       const { runningMean, ...others } = rest.trainForward(call);
       return { ...others, runningMean: { ...runningMean, data: runningMean.data.map((value) => value * 1.001) } };
     } };`,
    'other.ts',
  );
  const { code, stdout } = await bnspec('check', path, '--in-process', '--clause', 'BN-6.*', '--runs', '10');
  expect(stdout).not.toContain('It conforms under other conventions');
  expect(code).toBe(1);
});
