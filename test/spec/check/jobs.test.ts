/** `check --jobs`: however the clauses are shared out, the report is the same, byte for byte. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { goldenFolder } from '../../../fixtures/golden.ts';
import { folderAt, readFixtures } from '../../../fixtures/read.ts';
import { reference } from '../../../reference/oracle.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { restartBudget } from '../../../spec/check/limits.ts';
import { applicable } from '../../../spec/check/golden/applicable.ts';
import { smokeEntries } from '../../../spec/check/golden/smoke.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { run } from '../../../spec/check/run.ts';
import type { RunOptions } from '../../../spec/check/run-options.ts';
import { exitCodeOf } from '../../../spec/check/verdict.ts';
import type { Report } from '../../../spec/report/report.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import type { Target } from '../../../spec/wire/target.ts';
import plain from '../../../impl/plain/index.ts';
import { farSide } from '../wire/far-side.ts';
import { bnspec, moduleWith, temporaryFolder } from '../../support/bnspec.ts';

const url = new URL('../../../impl/plain/index.ts', import.meta.url).href;
const module = (body: string): string =>
  moduleWith(`import plain from '${url}';\nexport default { ...plain, name: 'odd', ${body} };`, 'odd.ts');

async function reportsOf(...target: string[]): Promise<{ json: string; code: number | null }[]> {
  const reports = [];
  const json = join(temporaryFolder(), 'report.json');
  for (const jobs of ['1', '2', '3']) {
    const { code } = await bnspec('check', '--json', json, '--jobs', jobs, '--runs', '3', ...target);
    reports.push({ code, json: readFileSync(json, 'utf8') });
  }
  return reports;
}

test('a module that conforms: the same report for 1, 2 and 3 jobs', async () => {
  const [one, ...others] = await reportsOf('--clause', 'BN-*.1', module(''));
  expect(one.code).toBe(0);
  expect((JSON.parse(one.json) as Report).clauses.length).toBeGreaterThan(8);
  for (const other of others) expect(other).toEqual(one);
});

test('an adapter that does everything wrong: the same report for 1, 2 and 3 jobs', { timeout: 240_000 }, async () => {
  const offered = ['train_forward', 'infer_forward', 'train_backward', 'infer_backward'];
  const { command, args } = farSide({
    hello: `send(hello(request, { operations: '${offered.join(' ')}' }));`,
    train: `console.error('call', request.id); send(echo(request, tensors, data));`,
    infer: `console.error('bad luck'); process.exit(3);`,
    unknown: `({
      train_backward: () => hang(),
      infer_backward: () => send(good({ ...request, id: '0' })),
    })[request.op]();`,
  });
  const [one, ...others] = await reportsOf('--clause', 'BN-*.1', '--timeout', '1000', '--', command, ...args);
  expect(one.code).toBe(1);
  const messages = (JSON.parse(one.json) as Report).clauses.map(({ message }) => message).join('\n');
  expect(messages).toMatch(/y exceeds the error bound/);
  expect(messages).toMatch(/crash: exited with code 3 before it answered; stderr ends with\nbad luck/);
  expect(messages).toMatch(/timeout: no complete answer within 1000 ms/);
  expect(messages).toMatch(/protocol-error: "id" expected that of the request, got another/);
  for (const other of others) expect(other).toEqual(one);
});

test('a target in this process cannot be shared: 2', async () => {
  for (const args of [['plain'], [module(''), '--in-process']]) {
    const { code, stderr } = await bnspec('check', ...args, '--jobs', '2');
    expect(stderr).toBe('bnspec: "--jobs" expected a target in a process of its own: a module or "-- COMMAND"\n');
    expect(code).toBe(2);
  }
});

test('a second process that does not start: 3, and the first one is closed', async () => {
  const marker = join(temporaryFolder(), 'marker');
  const path = moduleWith(
    `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(marker)}, '', { flag: 'wx' });
     export default { name: 'one', inferForward() {} };`,
  );
  const { code, stderr } = await bnspec('check', path, '--jobs', '2');
  expect(stderr).toMatch(/could not start: importing it throws Error: EEXIST/);
  expect(code).toBe(3);
});

/** Sharing without processes: targets whose calls take turns, and that count falls as a host would. */
function targets(count: number, fallsPerCall: number): [Target, ...Target[]] {
  const make = (): Target => {
    const target = targetOf(plain);
    const falls: string[] = [];
    return {
      ...target,
      falls: () => falls,
      async call(operation, call) {
        await new Promise((resolve) => setTimeout(resolve, falls.length % 3));
        if (operation !== 'inferForward') return target.call(operation, call);
        for (let i = 0; i < fallsPerCall; i++) falls.push(`exited with code 3`);
        return { status: 'crash', message: 'exited with code 3' };
      },
    };
  };
  return [make(), ...Array.from({ length: count - 1 }, make)];
}

const shared = (count: number, fallsPerCall: number, golden?: RunOptions['golden']): Promise<Report> => {
  const [first, ...beside] = targets(count, fallsPerCall);
  const claims = resolveClaims(plain.claims);
  const chosen = clauses.filter(({ id }) => /^BN-[78]\./.test(id));
  return run(first, {
    reference,
    claims,
    required: 'stable',
    seed: 3,
    runs: 4,
    command: '',
    clauses: chosen,
    beside,
    ...(golden && { golden }),
  });
};

test('the budget for restarts is one for all processes, and it is spent at the same clause', async () => {
  const reports = [];
  for (const count of [1, 2, 3]) reports.push(await shared(count, restartBudget / 6));
  const [one] = reports;
  expect(one.clauses.map(({ verdict }) => verdict)).toContain('fail');
  expect(one.clauses.at(-1)?.message).toBe(
    `not judged: it fell over more than ${restartBudget} times, then with: exited with code 3`,
  );
  expect(exitCodeOf(one)).toBe(4);
  for (const other of reports) expect(other).toEqual(one);
});

test('golden cases draw on the same budget, and may spend it alone', async () => {
  const set = readFixtures(folderAt(goldenFolder));
  const claims = resolveClaims(plain.claims);
  const fixtures = set.fixtures.filter((each) => each.operation === 'inferForward' && applicable(each, claims));
  // Of 250, 245 are spent on the golden cases: the first clause that makes two calls is the last.
  const golden = { set: { ...set, fixtures: fixtures.slice(0, 49) }, entries: smokeEntries };
  const [one, ...others] = await Promise.all([1, 2, 3].map((count) => shared(count, 5, golden)));
  const judged = one.clauses.filter(({ verdict }) => verdict !== 'error');
  expect(judged.map(({ id }) => id)).toEqual(expect.arrayContaining(['FX.infer_forward', 'BN-7.1']));
  expect(one.clauses.at(-1)?.message).toMatch(/^not judged: it fell over more than 250 times/);
  for (const other of others) expect(other).toEqual(one);

  const spent = await shared(2, restartBudget, golden);
  expect(spent.clauses.find(({ id }) => id === 'BN-7.1')?.message).toMatch(/^not judged: it fell over/);
  expect(exitCodeOf(spent)).toBe(4);
});

test('an interrupted run keeps what was judged by whichever process', async () => {
  const abort = new AbortController();
  const [first, ...beside] = targets(2, 0);
  const chosen = clauses.filter(({ id }) => id.startsWith('BN-8.'));
  const report = await run(first, {
    reference,
    claims: resolveClaims(plain.claims),
    required: 'stable',
    seed: 3,
    runs: 4,
    command: '',
    clauses: chosen,
    beside,
    signal: abort.signal,
    onProgress: (done) => done === 3 && abort.abort(),
  });
  const verdicts = report.clauses.map(({ verdict }) => verdict);
  expect(verdicts.slice(0, 4)).not.toContain('error');
  expect(new Set(verdicts.slice(4))).toEqual(new Set(['error']));
  expect(report.clauses.at(-1)?.message).toBe('not judged: interrupted');
});
