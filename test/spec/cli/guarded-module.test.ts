/** Modules that would end, hang or spoil the process they run in: named as what they did, and the process goes on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { moduleWith } from '../../support/bnspec.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Opens the module, calls it three times, closes it. What it prints is one line of JSON for each call, and one at the end. */
const driver = `
import { guardedModule } from './spec/cli/guarded-module.ts';
const x = { dtype: 'float32', shape: [1, 1], data: Float32Array.of(0) };
const say = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
try {
  const target = await guardedModule(process.argv[1], 1500);
  for (let n = 0; n < 3; n++) {
    const { status, message } = await target.call('trainForward', { x, epsilon: 1, momentum: 0, axis: 1 });
    say([status, message]);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await target.close();
} catch (error) {
  say([error.name, error.message]);
}
say('the end');
`;

interface Run {
  readonly code: number | null;
  readonly lines: readonly unknown[];
  readonly stderr: string;
}

async function runModule(source: string): Promise<Run> {
  const path = moduleWith(source);
  const args = ['--import', 'tsx', '--input-type=module', '-e', driver, '--', path];
  const child = spawn(process.execPath, args, { cwd: root });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (written.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (written.stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  const lines = written.stdout.split('\n').filter(Boolean);
  return {
    code,
    lines: lines.map((line): unknown => JSON.parse(line)),
    stderr: written.stderr.replaceAll(path, 'PATH'),
  };
}

const module = (first: string, rest = '', also = ''): string => `
let calls = 0;
${also}
export default {
  name: 'mine',
  trainForward({ x }) {
    calls += 1;
    if (calls === 1) { ${first} }
    ${rest}
    return { y: { ...x, data: x.data.slice() } };
  },
};`;

const ok = ['ok', null];
const told = (status: string, message: RegExp): unknown => [status, expect.stringMatching(message)];

describe.concurrent('a module that', () => {
  test.each<[string, string, readonly unknown[]]>([
    [
      'throws in a timer after its answer',
      module(`setTimeout(() => { throw new TypeError('late'); }, 5);`),
      [ok, told('error', /^threw outside its calls: TypeError: late\n +at .*implementation\.mjs/), ok],
    ],
    ['throws a bigint in a timer', module(`setTimeout(() => { throw 1n; }, 5);`), [ok, told('error', /threw 1n$/), ok]],
    [
      'leaves a rejected promise behind',
      module(`void Promise.reject(new Error('nobody waits'));`),
      [ok, told('error', /^threw outside its calls: Error: nobody waits/), ok],
    ],
    [
      'throws in a timer while it is waited for',
      module(`setTimeout(() => { throw new Error('beside'); }, 5); return new Promise((r) => setTimeout(r, 1000));`),
      [told('error', /^threw outside its calls: Error: beside/), ok, ok],
    ],
    [
      'answers with a promise that nobody can settle',
      module(`return new Promise(() => {});`),
      [told('timeout', /^its promise is never settled, and nothing is left that could settle it$/), ok, ok],
    ],
    [
      'answers too late',
      module(`return new Promise((r) => setTimeout(r, 60_000).unref());`, '', `setInterval(() => {}, 1000).unref();`),
      [told('timeout', /^(no answer within 1500 ms|its promise is never settled.*)$/), ok, ok],
    ],
    [
      'replaces a global',
      module(`globalThis.Float32Array = class {}; Array.prototype.map = null; JSON.parse = 1;`),
      [told('error', /^replaced the global (Array\.prototype\.map|JSON\.parse|Float32Array)$/), ok, ok],
    ],
    [
      'takes away what everything is built on',
      module(`delete globalThis.Promise; delete globalThis.Map; Object.keys = undefined; throw 1;`),
      [told('error', /^replaced the global (Object\.keys|Map|Promise)$/), ok, ok],
    ],
  ])('%s', async (_, source, outcomes) => {
    const { code, lines, stderr } = await runModule(source);
    expect(lines).toEqual([...outcomes, 'the end']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test.each<[string, string, RegExp]>([
    ['throws in close', `close() { throw 1n; }`, /^bnspec: "PATH": close\(\) throws 1n\n$/],
    [
      'rejects in close',
      `close: () => Promise.reject(new Error('no'))`,
      /^bnspec: "PATH": close\(\) throws Error: no\n$/,
    ],
    [
      'never ends in close',
      `close: () => new Promise(() => {})`,
      /^bnspec: "PATH": close\(\) did not end: .*never settled.*\n$/,
    ],
    [
      'never ends in close, but lives on',
      `close: () => { setInterval(() => {}, 1000).unref(); return new Promise((r) => setTimeout(r, 5000)); }`,
      /^bnspec: "PATH": close\(\) did not end: no answer within 1000 ms\n$/,
    ],
    [
      'throws in a timer that close sets',
      `close() { setImmediate(() => { throw new Error('late'); }); }`,
      /^bnspec: "PATH" threw outside its calls: Error: late\n$/,
    ],
  ])('%s', async (_, close, says) => {
    const source = module('').replace(`name: 'mine',`, `name: 'mine', ${close},`);
    const { lines, stderr } = await runModule(source);
    expect(lines).toEqual([ok, ok, ok, 'the end']);
    expect(stderr).toMatch(says);
  });

  test.each<[string, string, string, RegExp]>([
    ['throws at import', 'throw 1n;', 'CouldNotStart', /^importing it throws 1n$/],
    ['throws a circular object at import', 'const a = {}; a.a = a; throw a;', 'CouldNotStart', /throws an object/],
    ['never ends its import', 'await new Promise(() => {});', 'CouldNotStart', /^importing ".*" never ends$/],
    [
      'throws beside its import',
      `setTimeout(() => { throw new Error('beside'); }, 5); await new Promise((r) => setTimeout(r, 1000));`,
      'CouldNotStart',
      /^importing ".*" threw outside its calls: Error: beside$/,
    ],
    [
      'exports what cannot be read',
      'export default new Proxy({}, { get() { throw new Error("no"); } });',
      'NotAnImplementation',
      /exports no implementation: reading it throws Error: no$/,
    ],
    [
      'has a version that is none',
      `export default { name: 'm', version: 3, trainForward() {} };`,
      'NotAnImplementation',
      /"version" expected a string, got 3/,
    ],
  ])('%s', async (_, source, name, message) => {
    const { lines, stderr } = await runModule(source);
    expect(lines).toEqual([[name, expect.stringMatching(message)], 'the end']);
    expect(stderr).toBe('');
  });

  test.each([
    ['in a call', module(`process.exit(0);`)],
    ['in a timer', module(`setTimeout(() => process.exit(0), 5);`)],
    ['at import', `process.exit(0);`],
  ])('ends the process %s', async (_, source) => {
    const { code, stderr } = await runModule(source);
    expect(stderr).toBe('bnspec: "PATH" ended the process, with code 0\n');
    expect(code).toBe(4);
  });
});
