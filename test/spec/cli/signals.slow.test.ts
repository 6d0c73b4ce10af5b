/** Signals at any moment: every command ends, its files are whole or absent, and no process is left. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { randomOf } from '../../../spec/cases/random.ts';
import type { Report } from '../../../spec/report/report.ts';
import { carriers, marked, newMark } from '../../../spec/wire/process-mark.ts';
import { bnspecProcess, moduleWith, temporaryFolder } from '../../support/bnspec.ts';

/** BNSPEC_SIGNALS says how many are sent, BNSPEC_SEED when. */
const count = Number(process.env['BNSPEC_SIGNALS'] ?? 12);
const seed = Number(process.env['BNSPEC_SEED'] ?? 1);

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Starting takes a part of it. */
const latestMs = 8000;
/** Far more than a busy machine needs. */
const tooLongMs = 5000;

const right = (before: string): string => `
export default {
  name: 'mine',
  calls: 0,
  inferForward({ x, mean, variance, gamma, beta, epsilon, axis }) {
    ${before}
    const space = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const data = x.data.map((value, i) => {
      const c = Math.floor(i / space) % x.shape[axis];
      return ((value - mean.data[c]) / Math.sqrt(variance.data[c] + epsilon)) * (gamma?.data[c] ?? 1) + (beta?.data[c] ?? 0);
    });
    return { y: { ...x, data } };
  },
};`;

interface Files {
  readonly json: string;
  readonly junit: string;
  readonly html: string;
}

type Words = (folder: string, files: Files) => string[];

const check =
  (...words: string[]): Words =>
  (_, { json, junit, html }) => ['check', '--json', json, '--junit', junit, '--html', html, ...words];

const commands: Readonly<Record<string, () => Words>> = {
  'a target in the same process': () => check('plain'),
  'one with mistakes': () => check('mutant/ST01', '--fixtures'),
  'one clause of very many cases': () => check('fast', '--clause', 'BN-3.1', '--runs', '100000'),
  'a module that loops for ever': () => check('--in-process', moduleWith(right('if (++this.calls > 40) for (;;);'))),
  'a module': () => check('--jobs', '2', moduleWith(right(''))),
  'a program that hangs': () => {
    const server = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.stdin.resume();";
    return check('--', process.execPath, '-e', server);
  },
  'fixtures verify': () => () => ['fixtures', 'verify'],
  'fixtures generate': () => (folder) => ['fixtures', 'generate', '--out', join(folder, 'golden')],
  'fixtures generate, with threads': () => (folder) => [
    'fixtures',
    'generate',
    '--tier',
    'extended',
    '--out',
    join(folder, 'extended'),
  ],
  survey:
    () =>
    (folder, { json, html }) => [
      'survey',
      '--only',
      'plain',
      '--json',
      json,
      '--html',
      html,
      '--markdown',
      join(folder, 'table.md'),
    ],
  learn: () => (folder) => ['learn', '--out', join(folder, 'page.html')],
};

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly latency: number;
}

async function signalled(words: string[], mark: string, signal: NodeJS.Signals, moment: number): Promise<Ended> {
  const { command, args, cwd } = bnspecProcess(words);
  const child = spawn(command, args, { cwd, env: { ...marked(process.env, mark), NO_COLOR: '1' } });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (written.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (written.stderr += String(chunk)));
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  await Promise.race([ended, sleep(moment)]);
  const start = performance.now();
  child.kill(signal);
  const limit = setTimeout(() => child.kill('SIGKILL'), tooLongMs);
  const [code, how] = await ended;
  clearTimeout(limit);
  return { code, signal: how, ...written, latency: performance.now() - start };
}

async function leftRunning(mark: string): Promise<number[]> {
  for (let waited = 0; waited < tooLongMs && carriers(mark).length > 0; waited += 50) await sleep(50);
  const left = carriers(mark);
  for (const pid of left) process.kill(pid, 'SIGKILL');
  return left;
}

const old = JSON.stringify({ verdict: 'conforms', clauses: [], stale: true });

const endings: Readonly<Record<keyof Files, RegExp>> = {
  json: /\}\n$/,
  junit: /<\/testsuites>\s*$/,
  html: /<\/html>\s*$/,
};

const latencies: number[] = [];
const random = randomOf(seed);
const cases = Array.from({ length: count }, (_, i) => {
  const names = Object.keys(commands);
  const name = names[i % names.length];
  const signal = signals[Math.floor(random.uniform() * signals.length)];
  return { name, signal, moment: Math.round(random.uniform() * latestMs) };
});

test.each(cases)('$name: $signal after $moment ms', async ({ name, signal, moment }) => {
  const folder = temporaryFolder();
  const files = { json: join(folder, 'r.json'), junit: join(folder, 'r.xml'), html: join(folder, 'r.html') };
  const words = commands[name]()(folder, files);
  const isCheck = words[0] === 'check';
  if (isCheck) writeFileSync(files.json, old);
  const mark = newMark();
  const { code, signal: how, stdout, stderr, latency } = await signalled(words, mark, signal, moment);
  latencies.push(latency);

  expect(await leftRunning(mark)).toEqual([]);
  expect(stderr).not.toMatch(/^\s+at /m);
  for (const [kind, file] of Object.entries(files)) {
    if (!existsSync(file) || readFileSync(file, 'utf8') === old) continue;
    expect(readFileSync(file, 'utf8')).toMatch(endings[kind as keyof Files]);
  }
  expect(readdirSync(folder, { recursive: true }).filter((each) => String(each).endsWith('.new'))).toEqual([]);

  // Node itself, before the first line of ours runs.
  if (how !== null) {
    expect([how, stdout, stderr]).toEqual([signal, '', '']);
    return;
  }
  const interrupted = stderr.endsWith('bnspec: interrupted\n');
  if (interrupted && !isCheck) expect(code).toBe(4);
  if (!isCheck || stdout === '') return;
  const report = JSON.parse(readFileSync(files.json, 'utf8')) as Report;
  expect(report.interrupted ?? false).toBe(interrupted);
  if (interrupted) expect(code).toBe(report.verdict === 'fails' ? 1 : 4);
});

test('the latencies, where they are asked for', () => {
  const sorted = latencies.toSorted((a, b) => a - b);
  if (process.env['BNSPEC_SIGNALS']) console.log(sorted.map(Math.round).join(' '));
  expect(sorted).toHaveLength(count);
});

test.each(['a module that loops for ever', 'a module', 'a program that hangs', 'fixtures generate, with threads'])(
  'bnspec itself killed, and nothing of it is left: %s',
  async (name) => {
    const folder = temporaryFolder();
    const files = { json: join(folder, 'r.json'), junit: join(folder, 'r.xml'), html: join(folder, 'r.html') };
    const mark = newMark();
    await signalled(commands[name]()(folder, files), mark, 'SIGKILL', 4000);
    expect(await leftRunning(mark)).toEqual([]);
  },
);
