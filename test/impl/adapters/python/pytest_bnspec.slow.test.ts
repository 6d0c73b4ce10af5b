/** The wheel and its pytest plugin as users get them: built, installed into an environment of their own, and run there. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { clauses } from '../../../../spec/clauses/index.ts';
import type { Report } from '../../../../spec/report/report.ts';
import { decodeBlob } from '../../../../spec/wire/safetensors.ts';
import { builtFolder, read, root } from '../../../support/repository-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { lacksPython, python, required } from '../../../spec/wire/peers.ts';

interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const sources = join(root, 'impl/adapters/python');
const environment = temporaryFolder();
const own = join(environment, 'bin', 'python');

/** The environment holds nothing of the checkout. */
const variables: NodeJS.ProcessEnv = {
  ...process.env,
  NO_COLOR: '1',
  PYTHONPATH: '',
  PYTEST_ADDOPTS: '',
  COLUMNS: '200',
};

const say = (words: readonly string[], cwd = root, env: NodeJS.ProcessEnv = variables): Said =>
  spawnSync(words[0], words.slice(1), { cwd, env, encoding: 'utf8' });

/** @returns what went wrong */
function install(): string | undefined {
  const pip = [own, '-m', 'pip', '--quiet', '--disable-pip-version-check', '--retries', '0'];
  const wheel = (): string => join(environment, readdirSync(environment).find((name) => name.endsWith('.whl')) ?? '');
  const steps = [
    () => [python, '-m', 'venv', environment],
    () => [...pip, 'wheel', '--no-deps', '--wheel-dir', environment, sources],
    () => [...pip, 'install', `${wheel()}[pytest]`, 'ml_dtypes', 'mypy'],
  ];
  for (const step of steps) {
    const { status, stderr } = say(step());
    if (status !== 0) return stderr;
  }
  return undefined;
}

const problem = lacksPython('venv') ? 'no Python' : install();

/** The program that users get. */
const program = `${process.execPath} ${join(root, builtFolder, 'spec/cli.js')}`;

const starter = read('impl/adapters/starters/my_batchnorm.py');
/** With the variance of the running one. */
const wrong = starter.replace('x.var(others)', 'x.var(others, ddof=1)');

type Settings = Readonly<Record<string, string | readonly string[]>>;

/** A project of a user. */
function project(source: string, settings: Settings = {}, files: Readonly<Record<string, string>> = {}): string {
  const folder = temporaryFolder();
  const all = {
    bnspec_target: 'python my_batchnorm.py',
    bnspec_command: program,
    bnspec_options: '--runs 3',
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  writeFileSync(join(folder, 'pyproject.toml'), ['[tool.pytest.ini_options]', ...lines, ''].join('\n'));
  writeFileSync(join(folder, 'my_batchnorm.py'), source);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

interface Outcome {
  readonly code: number | null;
  readonly text: string;
  /** Result of each item, in order: `['BN-3.1', 'PASSED']`. */
  readonly items: readonly (readonly [string, string])[];
}

function pytest(folder: string, words: readonly string[] = [], env = variables): Outcome {
  const { status, stdout, stderr } = say([own, '-m', 'pytest', '-v', '-rsx', ...words], folder, env);
  const items = [...stdout.matchAll(/^pyproject\.toml::(.*?)(?: <- \S+)? ([A-Z]+)/gm)];
  return { code: status, text: stdout + stderr, items: items.map(([, name, outcome]) => [name, outcome] as const) };
}

const outcomesOf = ({ items }: Outcome): Record<string, string> => Object.fromEntries(items);

const reason = 'the variance is that of the paper';
const known = (...ids: readonly string[]): string => JSON.stringify(ids.map((clause) => ({ clause, reason })));

describe.skipIf(problem !== undefined && !required)('the wheel', () => {
  test('it is built, and installed', () => {
    expect(problem).toBeUndefined();
  });

  test('it is typed: a mistake in a call is found', () => {
    const folder = temporaryFolder();
    const call = "serve(name='mine', claims={'affine': 'none'}, train_forward=lambda x, **_: x)";
    writeFileSync(
      join(folder, 'mine.py'),
      ['from bnspec import serve', call, call.replace("'mine'", '7'), ''].join('\n'),
    );
    const { stdout } = say([own, '-m', 'mypy', '--strict', 'mine.py'], folder);
    expect(stdout).toMatch(/^mine\.py:3: error: .*"int"; expected "str".*\nFound 1 error in 1 file/);
  });

  test('its own types hold', () => {
    const { stdout } = say([own, '-m', 'mypy', '--cache-dir', environment, 'bnspec.py', 'pytest_bnspec'], sources);
    expect(stdout).toMatch(/^Success/);
  });

  test('a right implementation: an item for each clause, in their order, and the verdict', () => {
    const outcome = pytest(project(starter, { bnspec_options: '--runs 1' }));
    expect(outcome.items.map(([name]) => name)).toEqual([...clauses.map(({ id }) => id), 'verdict']);
    expect(new Set(outcome.items.map(([, result]) => result))).toEqual(new Set(['PASSED', 'SKIPPED']));
    expect(outcome).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^mine conforms, grade [a-z-]+ .* calls answered/m),
    });
    expect(outcome.text).toMatch(/SKIPPED \[\d+\] .*: inv_std not offered/);
    const { items } = outcome;
    expect(items.find(([name]) => name === 'BN-7.1')).toEqual(['BN-7.1', 'SKIPPED']);
  });

  describe('a wrong implementation', () => {
    const chosen = ['-k', 'BN-3 or verdict'];
    const folder =
      problem === undefined
        ? project(wrong, { bnspec_expected: 'known.json' }, { 'known.json': known('BN-3.2', 'BN-3.1') })
        : '';
    let outcome: Outcome;

    beforeAll(() => {
      outcome = pytest(folder, chosen);
    });

    test('fails where it is wrong, and in the verdict, with the diagnosis', () => {
      const outcomes = outcomesOf(outcome);
      expect(outcome.code).toBe(1);
      expect(Object.keys(outcomes)).toEqual([
        ...clauses.map(({ id }) => id).filter((id) => id.startsWith('BN-3.')),
        'verdict',
      ]);
      expect(outcomes).toMatchObject({ 'BN-3.5': 'FAILED', verdict: 'FAILED' });
      expect(outcome.text).toMatch(/_ BN-3\.5: MUST With one value per channel the mean is that value/);
      expect(outcome.text).toMatch(/^mine does not conform.*\n.*\ndiagnosis ST01a: .*unbiased variance/m);
    });

    test('a known failure is expected, and one that passes is none', () => {
      expect(outcomesOf(outcome)).toMatchObject({ 'BN-3.2': 'XFAIL', 'BN-3.1': 'FAILED' });
      expect(outcome.text).toContain(`XFAIL pyproject.toml::BN-3.2 - ${reason}`);
      expect(outcome.text).toContain(`[XPASS(strict)] BN-3.1 is expected to fail (${reason}) and passes`);
    });

    test('a SHOULD that fails, and what does not apply, is skipped, and says why', () => {
      expect(outcome.text).toMatch(/SKIPPED \[1\] .*: noted, since it is a SHOULD: the variance is not a number >= 0/);
      expect(outcome.text).toMatch(/SKIPPED \[1\] .*: inv_std not offered/);
    });

    test('a failure shows the call as Python, bit for bit, with the command that replays it', () => {
      const [, section] = /_ BN-3\.5: .* _+\n([^]*?)\n_{3,} /.exec(outcome.text) ?? [];
      const [call] = /^train_forward\([^]*?^\)$/m.exec(section) ?? [];
      const bits =
        'def train_forward(**given):\n  print({name: a.tobytes().hex() if hasattr(a, "tobytes") else a for name, a in given.items()})';
      const shown = say([own, '-c', `import numpy as np\n${bits}\n${call}`]).stdout;
      const [, again] = /^again: (.*)$/m.exec(section) ?? [];
      const file = join(folder, 'report.json');
      say(['sh', '-c', again.replace(' check ', ` check --json ${file} `)], folder);
      const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
      expect(report.clauses.map(({ id, verdict }) => [id, verdict])).toEqual([['BN-3.5', 'fail']]);
      const [request] = report.clauses[0].counterexample?.requests ?? [];
      const { tensors, metadata } = decodeBlob(Buffer.from(request, 'base64'));
      const sent = Array.from(tensors, ([name, { data }]) => [
        name,
        Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex'),
      ]);
      const given = JSON.parse(shown.replaceAll("'", '"').replaceAll('None', 'null')) as Record<string, unknown>;
      expect(sent.length).toBeGreaterThan(0);
      const scalars = ['epsilon', 'momentum', 'axis'].map((name) => [name, Number(metadata.get(name))]);
      const absent = ['gamma', 'beta', 'running_mean', 'running_var'].flatMap((name) =>
        tensors.has(name) ? [] : [[name, null]],
      );
      expect(given).toEqual(Object.fromEntries([...sent, ...scalars, ...absent]));
      expect(section).toMatch(/^variance\[0\]: expected 0\.0, got nan\n {4}expected = np\.array\(\[0\.0\]/m);
    });
  });

  test('a filter runs what it names, and the first failure has the diagnosis', () => {
    const folder = project(wrong);
    const { code, items, text } = pytest(folder, ['-k', 'BN-3.5 or BN-3.3']);
    expect([code, items.map(([name]) => name)]).toEqual([1, ['BN-3.3', 'BN-3.5']]);
    expect(text).toMatch(/^mine does not conform.*; 0 passed, 1 failed, 1 not applicable; /m);
    expect(text.match(/^diagnosis ST01a/gm)).toHaveLength(1);
    expect(pytest(folder, ['pyproject.toml::BN-3.1']).items).toEqual([['BN-3.1', 'PASSED']]);
  });

  test('several targets have a node each, and options of their own', () => {
    const targets = ['plain', '--expected known.json -- python my_batchnorm.py'];
    const folder = project(wrong, { bnspec_target: targets }, { 'known.json': known('BN-3.2') });
    const { items } = pytest(folder, ['-k', 'BN-3.2']);
    expect(items).toEqual([
      [`${targets[0]}::BN-3.2`, 'PASSED'],
      [`${targets[1]}::BN-3.2`, 'XFAIL'],
    ]);
  });

  test('the target is checked beside the tests that `testpaths` names, and not with a file that is named', () => {
    const folder = project(starter, { testpaths: ['tests'] });
    mkdirSync(join(folder, 'tests'));
    writeFileSync(join(folder, 'tests', 'test_other.py'), 'def test_other(): pass\n');
    const only = ['-k', 'other or BN-3.1'];
    expect(pytest(folder, only).text).toMatch(/= 2 passed, /);
    expect(pytest(folder, [...only, 'tests/test_other.py']).text).toMatch(/= 1 passed in/);
  });

  describe('what is missing is said in one line', () => {
    const complaint = (folder: string, env: NodeJS.ProcessEnv): string | undefined => {
      const { code, text } = pytest(folder, [], env);
      expect(code).toBe(2);
      return /ERROR collecting pyproject\.toml _+\n([^]*?)\n[=!]{3}/.exec(text)?.[1];
    };

    test('no Node', () => {
      const folder = project(starter, { bnspec_command: '' });
      expect(complaint(folder, { ...variables, PATH: '' })).toBe(
        'bnspec needs Node.js 20.19 or newer, and there is no `node` on the path',
      );
    });

    test('no bnspec', () => {
      const folder = project(starter, { bnspec_command: '' });
      const bin = temporaryFolder();
      copyFileSync('/bin/sh', join(bin, 'node'));
      expect(complaint(folder, { ...variables, PATH: bin })).toBe(
        `the program bnspec is not installed: \`npm install --save-dev bnspec\` in ${folder}, or set bnspec_command`,
      );
    });

    test('a command that is none', () => {
      const folder = project(starter, { bnspec_command: '/no/such/program' });
      expect(complaint(folder, variables)).toBe(
        '`/no/such/program clauses --json` does not start: No such file or directory',
      );
    });
  });

  test('the program in node_modules above the project is found', () => {
    const folder = project(starter, { bnspec_command: '' });
    const bin = join(folder, 'node_modules', '.bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'bnspec'), `#!/bin/sh\nexec ${program} "$@"\n`, { mode: 0o755 });
    expect(pytest(folder, ['-k', 'BN-3.1']).items).toEqual([['BN-3.1', 'PASSED']]);
  });

  test('a target that does not start: its words once, and everything else is skipped', () => {
    const { items, text } = pytest(project('raise SystemExit("no such layer")'), ['-k', 'BN-3']);
    expect(new Set(items.slice(1).map(([, result]) => result))).toEqual(new Set(['SKIPPED']));
    expect(items[0]).toEqual(['BN-3.1', 'FAILED']);
    expect(text.match(/^the program bnspec ended with exit code 3 and left no report: .*no such layer/gm)).toHaveLength(
      1,
    );
  });

  test('where nothing can be compared, the verdict names the next step', () => {
    const { items, text } = pytest(project(starter.replace('others = ', 'raise NotImplementedError\n    others = ')), [
      '-k',
      'BN-3.1 or verdict',
    ]);
    expect(items).toMatchObject([
      ['BN-3.1', 'FAILED'],
      ['verdict', 'FAILED'],
    ]);
    expect(text).toMatch(/^next: .* doctor -- \S*python\S* my_batchnorm\.py/m);
  });

  test('what was judged before the program crashed stays', () => {
    const clause = { id: 'BN-2.1', level: 'MUST', says: 'It is.', verdict: 'pass', runs: 1 };
    const list = JSON.stringify([clause, { ...clause, id: 'BN-2.2' }, { ...clause, id: 'BN-2.3' }]);
    const stub = `const { argv } = process;
      if (argv[2] === 'clauses') console.log(${JSON.stringify(list)});
      else {
        require('fs').appendFileSync(argv[argv.indexOf('--json-lines') + 1], ${JSON.stringify(`${JSON.stringify(clause)}\n{"id":`)});
        process.kill(process.pid, 'SIGKILL');
      }`;
    const folder = project(starter, { bnspec_command: `${process.execPath} stub.cjs` }, { 'stub.cjs': stub });
    const { items, text } = pytest(folder);
    expect(items).toEqual([
      ['BN-2.1', 'PASSED'],
      ['BN-2.2', 'FAILED'],
      ['BN-2.3', 'SKIPPED'],
      ['verdict', 'SKIPPED'],
    ]);
    expect(text).toMatch(/^the program bnspec was ended by signal 9 and left no report$/m);
  });

  test('literals evaluate to the bits that they show, in every type', () => {
    const script = `
import numpy as np, ml_dtypes
from pytest_bnspec.counterexample import literal
rng = np.random.default_rng(1)
for code, bits in (("F16", np.uint16), ("BF16", np.uint16), ("F32", np.uint32), ("F64", np.uint64)):
    kind = {"F16": np.float16, "BF16": np.uint16, "F32": np.float32, "F64": np.float64}[code]
    for shape in ((0, 2), (1,), (7, 3), (1000,)):
        for _ in range(20):
            a = rng.integers(0, np.iinfo(bits).max, shape, bits, endpoint=True).view(kind)
            same = eval(literal(code, a))
            assert (same.shape, same.tobytes()) == (a.shape, a.tobytes()), literal(code, a)
    finite = literal(code, np.zeros((2, 1), bits).view(kind))
    print(finite)
`;
    expect(say([own, '-c', script])).toEqual(
      expect.objectContaining({
        stderr: '',
        stdout: [
          'np.array([0.0, 0.0], dtype=np.float16).reshape(2, 1)',
          'np.array([0.0, 0.0], dtype=ml_dtypes.bfloat16).reshape(2, 1)',
          'np.array([0.0, 0.0], dtype=np.float32).reshape(2, 1)',
          'np.array([0.0, 0.0], dtype=np.float64).reshape(2, 1)\n',
        ].join('\n'),
      }),
    );
  });
});
