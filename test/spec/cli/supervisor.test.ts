/** An interrupted program ends, says so, leaves nothing behind that still works, and reports what it knew. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Report } from '../../../spec/report/report.ts';
import { farSide, leftBehind } from '../wire/misbehaving-adapters.ts';
import { bnspecProcess, moduleWith, startBnspec, temporaryFolder } from '../../support/bnspec.ts';

/** Waits for the file that the adapter writes as its last action. */
const appears = (path: string): Promise<unknown> => vi.waitUntil(() => existsSync(path), { timeout: 30_000 });

const reportIn = (file: string): Report => JSON.parse(readFileSync(file, 'utf8')) as Report;

test.each([0, 1, 13])(
  'a process that ends with %d before it has a verdict: 4, and none is taken from it',
  async (code) => {
    const json = join(temporaryFolder(), 'report.json');
    // While modules are loaded: later a check of synchronous answers leaves no turn to a timer.
    const preload = moduleWith(`setTimeout(() => process.reallyExit(${code}), 1);`);
    const hook = moduleWith(`import { basename } from 'node:path';
    if (basename(process.argv[1] ?? '').startsWith('work.')) await import(${JSON.stringify(preload)});`);
    const { command, args, cwd } = bnspecProcess([
      'check',
      'plain',
      '--clause',
      'BN-3.*',
      '--runs',
      '100000',
      '--json',
      json,
    ]);
    const env = { ...process.env, NODE_OPTIONS: `--import ${hook}` };
    const { status, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
    expect(stderr).toBe(`bnspec: the work ended with exit code ${code} before it had a verdict\n`);
    expect(status).toBe(4);
  },
);

test('a handshake that hangs: 4, and an older report is gone', async () => {
  const folder = temporaryFolder();
  const [marker, json] = [join(folder, 'marker'), join(folder, 'report.json')];
  writeFileSync(json, '{"verdict":"conforms"}');
  const far = farSide({ hello: `appendFileSync(${JSON.stringify(marker)}, ''); hang();` });
  const { ended, interrupt } = startBnspec('check', '--json', json, '--', far.command, ...far.args);
  await appears(marker);
  interrupt();
  expect(await ended).toMatchObject({ code: 4, stdout: '', stderr: 'bnspec: interrupted\n' });
  expect(await leftBehind(far)).toEqual([]);
  expect(existsSync(json)).toBe(false);
});

test('a check that waits for an answer, interrupted again and again: 4', async () => {
  const marker = join(temporaryFolder(), 'marker');
  const far = farSide({ infer: `appendFileSync(${JSON.stringify(marker)}, ''); hang();` });
  const words = ['--timeout', '600000', '--clause', 'BN-7.1'];
  const { ended, interrupt } = startBnspec('check', ...words, '--', far.command, ...far.args);
  await appears(marker);
  interrupt();
  // Two signals of a kind that are pending at once count as one.
  const again = setInterval(interrupt, 200);
  expect(await ended).toMatchObject({ code: 4, stderr: 'bnspec: interrupted\n' });
  clearInterval(again);
  expect(await leftBehind(far)).toEqual([]);
});

test('interrupted once, it reports what was judged by then', async () => {
  const folder = temporaryFolder();
  const [marker, json, junit, html] = ['marker', 'r.json', 'r.xml', 'r.html'].map((name) => join(folder, name));
  const far = farSide({ infer: `appendFileSync(${JSON.stringify(marker)}, ''); hang();` });
  const words = ['--timeout', '600000', '--clause', 'BN-4.1,BN-7.1', '--json', json, '--junit', junit, '--html', html];
  const { ended, interrupt } = startBnspec('check', ...words, '--runs', '5', '--', far.command, ...far.args);
  await appears(marker);
  interrupt();
  const { code, stdout, stderr } = await ended;
  expect([code, stderr]).toEqual([4, 'bnspec: interrupted\n']);
  expect(await leftBehind(far)).toEqual([]);

  const report = reportIn(json);
  expect(report).toMatchObject({ verdict: 'error', reason: 'interrupted', interrupted: true, grade: null });
  expect(report.clauses).toMatchObject([
    { id: 'BN-4.1', verdict: 'pass' },
    { id: 'BN-7.1', verdict: 'error', message: 'not judged: interrupted' },
  ]);
  expect(report.evidence).toMatchObject([{ operation: 'train_forward', refused: 0 }]);
  expect(stdout).toContain('far was not fully judged (interrupted), no grade; 1 passed, 0 failed, 1 not judged');
  expect(readFileSync(junit, 'utf8')).toContain('<property name="interrupted" value="true"/>');
  expect(readFileSync(html, 'utf8')).toContain('was not fully judged (interrupted)');
});

test('code in the same process that never returns, and a MUST that had failed: 1', async () => {
  const folder = temporaryFolder();
  const [marker, json] = [join(folder, 'marker'), join(folder, 'report.json')];
  const module = moduleWith(`
import { writeFileSync } from 'node:fs';
export default {
  name: 'mine',
  trainForward: ({ x }) => ({ y: { ...x, data: x.data.map(() => 7) } }),
  inferForward() { writeFileSync(${JSON.stringify(marker)}, ''); for (;;); },
};`);
  const words = ['--clause', 'BN-4.1,BN-7.1', '--runs', '5', '--json', json];
  const { ended, interrupt } = startBnspec('check', '--in-process', module, ...words);
  await appears(marker);
  interrupt();
  const { code, stdout, stderr } = await ended;
  expect([code, stderr]).toEqual([1, 'bnspec: interrupted\n']);
  expect(stdout).toContain('mine does not conform (interrupted), no grade; 0 passed, 1 failed, 1 not judged');
  const report = reportIn(json);
  expect(report).toMatchObject({ verdict: 'fails', interrupted: true });
  expect(report).not.toHaveProperty('reason');
});

test('work that is killed leaves the report of what was judged', async () => {
  const json = join(temporaryFolder(), 'report.json');
  const module = moduleWith(`
export default {
  name: 'mine',
  inferForward() { process.kill(process.pid, 'SIGKILL'); },
};`);
  const { ended } = startBnspec('check', '--in-process', module, '--clause', 'BN-7.1', '--json', json);
  const { code, stderr } = await ended;
  expect([code, stderr]).toEqual([4, 'bnspec: interrupted, since the work was ended by SIGKILL\n']);
  expect(reportIn(json)).toMatchObject({ reason: 'interrupted', interrupted: true });
});
