/** The package as users get it: packed, installed into an empty folder outside the checkout, and used there. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { clauses } from '../../../spec/clauses/index.ts';
import { wiring } from '../../../spec/wiring.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { read, root } from '../../support/repository-files.ts';

const examples = fileURLToPath(new URL('./examples/', import.meta.url));
const manifest = JSON.parse(read('package.json')) as {
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

interface Ended {
  readonly status: number | null;
  readonly out: string;
}

/** Output and errors together, as a person sees them. */
function run(folder: string, command: string, ...args: readonly string[]): Ended {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1', CI: '1' };
  // What the tests around this one leave in the environment is not there for users.
  for (const name of Object.keys(env))
    if (/^(npm_|VITEST|NODE_|JEST|TEST$|DEV$|PROD$|MODE$)/.test(name)) delete env[name];
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env });
  return { status, out: stdout + stderr };
}

function must(folder: string, command: string, ...args: readonly string[]): string {
  const { status, out } = run(folder, command, ...args);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${out}`);
  return out;
}

const bytesUnder = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);

let packed: { readonly suite: string; readonly fixtures: string };
/** Holds the package and nothing else. */
let bare: string;
/** With test runners beside it. */
let project: string;

beforeAll(() => {
  const folder = temporaryFolder();
  must(root, 'npm', 'run', 'build', '--silent');
  const pack = (...args: readonly string[]): string => {
    const name = must(
      root,
      'npm',
      'pack',
      '--ignore-scripts',
      '--silent',
      '--pack-destination',
      folder,
      ...args,
    ).trim();
    return join(folder, name.split('\n').at(-1) ?? '');
  };
  packed = { suite: pack(), fixtures: pack('--workspace', 'bnspec-fixtures') };

  bare = temporaryFolder();
  writeFileSync(join(bare, 'package.json'), '{ "private": true, "type": "module" }');
  must(bare, 'npm', 'install', '--no-fund', '--no-audit', packed.suite);

  project = temporaryFolder();
  cpSync(join(examples, 'runners'), project, { recursive: true });
  mkdirSync(join(project, 'types'));
  cpSync(join(examples, 'types'), join(project, 'types'), { recursive: true });
  const { vitest, typescript, '@types/node': node } = manifest.devDependencies;
  const tools = [
    `vitest@${vitest}`,
    `typescript@${typescript}`,
    `@types/node@${node}`,
    'jest@30.5.0',
    '@types/jest@30.0.0',
  ];
  must(project, 'npm', 'install', '--no-fund', '--no-audit', '--save-dev', packed.suite, packed.fixtures, ...tools);
});

describe('what is installed', () => {
  test('is small: at most 1 MB packed, 25 packages and 15 MB', () => {
    const names = readdirSync(join(bare, 'node_modules')).filter((name) => !name.startsWith('.'));
    const sizes = { packed: statSync(packed.suite).size, installed: bytesUnder(join(bare, 'node_modules')) };
    console.log(`bnspec: ${sizes.packed} bytes packed, ${names.length} packages, ${sizes.installed} bytes installed`);
    expect(sizes.packed).toBeLessThanOrEqual(1e6);
    expect(sizes.installed).toBeLessThanOrEqual(15e6);
    expect(names.length).toBeLessThanOrEqual(25);
  });

  test('has no tests, and no source that nobody needs', () => {
    const files = readdirSync(join(bare, 'node_modules/bnspec'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /\.test\.|^test\/|\.slow\.|(?<!\.d)\.ts$/.test(file))).toEqual([]);
    expect(files).toContain('dist/impl/mutants/_catalogue.js');
  });

  test('is what publint and attw ask for', () => {
    expect(must(root, 'npx', 'publint', '--strict', packed.suite)).toContain('All good');
    expect(must(root, 'npx', 'publint', '--strict', packed.fixtures)).toContain('All good');
    expect(run(root, 'npx', 'attw', '--profile', 'esm-only', packed.suite)).toMatchObject({ status: 0 });
  });
});

describe('the program', () => {
  const bnspec = (...args: readonly string[]): Ended => run(bare, 'npx', '--no-install', 'bnspec', ...args);

  test('checks, and prints commands that work where it is installed', () => {
    expect(bnspec('--version').out.trim()).toBe(manifest.version);
    expect(bnspec('check', 'fast', '--clause', 'BN-3.*')).toMatchObject({ status: 0 });
    const { status, out } = bnspec('check', 'mutant/EP01a', '--clause', 'BN-3.3', '--html', 'report.html');
    expect(status).toBe(1);
    expect(readFileSync(join(bare, 'report.html'), 'utf8')).toMatch(/<svg/);
    const [, again] = /^ *again +npx (bnspec .*)$/m.exec(out) ?? [];
    expect(again).toBeDefined();
    expect(run(bare, 'npx', '--no-install', ...again.split(' '))).toMatchObject({ status: 1 });
  });

  test('writes the page for learners', () => {
    expect(bnspec('learn', '--out', 'learn.html')).toMatchObject({ status: 0 });
    expect(statSync(join(bare, 'learn.html')).size).toBeGreaterThan(100_000);
  });

  test('writes a start in each language, and checks the one for JavaScript', () => {
    for (const language of Object.keys(wiring.starters))
      expect(bnspec('init', language, '--out', `${language}-start`)).toMatchObject({ status: 0 });
    expect(bnspec('check', 'javascript-start/my-batchnorm.mjs', '--clause', 'BN-4.*')).toMatchObject({ status: 0 });
  });

  test('says in one line which package has the golden cases', () => {
    const { status, out } = bnspec('check', 'plain', '--fixtures', '--clause', 'FX.*');
    expect(status).toBe(2);
    expect(out.trim()).toBe(
      'bnspec: the golden cases are a package of their own: npm install --save-dev bnspec-fixtures',
    );
  });

  test('runs them where it is installed', () => {
    expect(run(project, 'npx', 'bnspec', 'check', 'plain', '--fixtures', '--clause', 'FX.*')).toMatchObject({
      status: 0,
    });
  });

  test('says what it needs for a module in TypeScript, where Node does not understand it', () => {
    writeFileSync(join(bare, 'mine.ts'), "export default { name: 'mine' as string, trainForward: () => ({}) };");
    const { status, out } = bnspec('check', 'mine.ts', '--clause', 'BN-3.1');
    if ('typescript' in process.features) expect(status).toBe(1);
    else {
      expect(status).toBe(3);
      expect(out).toContain('needs the package tsx: npm install --save-dev tsx');
    }
  });
});

/** How each runner runs the example with this name, all of it or what a pattern of names leaves. */
const runners: Readonly<Record<string, (name: string, pattern?: string) => Ended>> = {
  vitest: (name, pattern) =>
    run(project, 'npx', 'vitest', 'run', `vitest-${name}`, ...(pattern === undefined ? [] : ['-t', pattern])),
  'node:test': (name, pattern) =>
    run(
      project,
      process.execPath,
      '--test',
      ...(pattern === undefined ? [] : ['--test-name-pattern', pattern]),
      `node-${name}.mjs`,
    ),
  jest: (name, pattern) =>
    run(project, 'npx', 'jest', `jest-${name}`, ...(pattern === undefined ? [] : ['-t', pattern])),
};

describe.each(Object.keys(runners))('%s', (runner) => {
  test('passes what is right, and has a test for every clause and one for the verdict', () => {
    // One of them runs all, which takes as long as a check.
    const { status, out } = runners[runner]('right', runner === 'vitest' ? undefined : 'BN-[34]|verdict');
    expect(out).toMatch(new RegExp(`\\b${clauses.length + 1}\\b`));
    expect(status).toBe(0);
  });

  test('fails what is wrong, under a pattern of names, with the diagnosis in the first failure', () => {
    const { status, out } = runners[runner]('wrong', 'BN-4');
    expect(status).not.toBe(0);
    expect(out).toMatch(/BN-4\.1 MUST/);
    expect(out).toContain('diagnosis EP01a: Epsilon is added outside the square root');
    expect(out).toMatch(/again +(\{ replay: 'BN-4\.1\/|npx bnspec check --replay BN-4\.1\/)/);
    expect(out.split('diagnosis EP01a')).toHaveLength(2);
  });
});

test('every entry point is typed for a strict consumer, and does what it says', () => {
  const options = ['--strict', '--noEmit', 'false', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  must(project, 'npx', 'tsc', ...options, 'types/imports.ts', '--outDir', 'types');
  const entries = Object.keys(manifest.exports).filter((entry) => !entry.endsWith('.json'));
  const imported = readFileSync(join(project, 'types/imports.ts'), 'utf8');
  for (const entry of entries) expect(imported).toContain(`'bnspec${entry.slice(1)}'`);
  // The runners can only be loaded by themselves.
  const program = readFileSync(join(project, 'types/imports.js'), 'utf8').replace(
    /^import \{ conformance.*|^export const registered.*/gm,
    '',
  );
  writeFileSync(join(project, 'types/imports.js'), program);
  expect(JSON.parse(must(project, process.execPath, 'types/imports.js'))).toEqual({
    verdict: 'fails',
    clauses: expect.any(Number),
    operations: 5,
    profiles: 9,
    names: ['plain', 'fast'],
    y: [-1, 1],
    proof: -1,
    cases: 1312,
    forms: [true, true, true],
  });
  expect(existsSync(join(project, 'node_modules/bnspec-fixtures/golden/SHA256SUMS'))).toBe(true);
});
