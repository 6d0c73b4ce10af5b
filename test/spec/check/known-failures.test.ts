/** Known failures: what is expected to fail does not count, and a list that is not true does. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectFailures } from '../../../spec/check/known-failures.ts';
import type { ClauseReport } from '../../../spec/report/report.ts';
import { bnspec, temporaryFolder } from '../../support/bnspec.ts';

const clause = (id: string, verdict: ClauseReport['verdict']): ClauseReport => ({
  id,
  level: 'MUST',
  says: 'A sentence.',
  verdict,
  runs: 1,
});
const reason = 'known since the beginning';

describe('a list of known failures', () => {
  test.each([
    ['a failure that is listed', 'fail', [], 'expected-fail'],
    ['a listed clause that passes', 'pass', [/BN-3\.2 is expected to fail .* and passes/], 'pass'],
    ['a listed clause that does not apply', 'not-applicable', [/"BN-3\.2" .* was not judged/], 'not-applicable'],
    ['a listed clause that could not be judged', 'error', [], 'error'],
  ] as const)('%s', (_, verdict, complaints, becomes) => {
    const { clauses, unexpected } = expectFailures([clause('BN-3.2', verdict)], [{ clause: 'BN-3.2', reason }]);
    expect(clauses.map((each) => each.verdict)).toEqual([becomes]);
    expect(unexpected).toHaveLength(complaints.length);
    complaints.forEach((complaint, i) => expect(unexpected[i]).toMatch(complaint));
  });

  test('a pattern speaks of every judged clause that it matches', () => {
    const found = [clause('BN-3.1', 'fail'), clause('BN-3.2', 'pass'), clause('BN-4.1', 'fail')];
    const { clauses, unexpected } = expectFailures(found, [{ clause: 'BN-3.*', reason }]);
    expect(clauses.map(({ verdict }) => verdict)).toEqual(['expected-fail', 'pass', 'fail']);
    expect(unexpected).toEqual([`BN-3.2 is expected to fail (${reason}) and passes`]);
  });
});

describe('bnspec check --expected', () => {
  const listWith = (content: unknown): string => {
    const file = join(temporaryFolder(), 'expected.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };
  const check = (target: string, glob: string, file: string): ReturnType<typeof bnspec> =>
    bnspec('check', target, '--clause', glob, '--runs', '20', '--expected', file);

  test('a wrong implementation whose failures are all known conforms, and each says why', async () => {
    const { code, stdout } = await check('mutant/RS02', 'BN-6.2', listWith([{ clause: 'BN-6.2', reason }]));
    expect(stdout).toMatch(new RegExp(`^failed as expected:\n {2}${reason}\n {4}BN-6\\.2/`, 'm'));
    expect(stdout).toMatch(/1 failed as expected/);
    expect(code).toBe(0);
  });

  test('an unexpected pass fails, and nothing is diagnosed', async () => {
    const { code, stdout } = await check('plain', 'BN-6.*', listWith([{ clause: 'BN-6.2', reason }]));
    expect(stdout).toMatch(/^outdated entry in the known-failures file: BN-6\.2 is expected to fail .* and passes/m);
    expect(stdout).not.toMatch(/^diagnosis/m);
    expect(code).toBe(1);
  });

  test('entries about clauses that were not asked for are left alone', async () => {
    const { code } = await check('plain', 'BN-3.*', listWith([{ clause: 'BN-6.2', reason }]));
    expect(code).toBe(0);
  });

  test.each([
    ['no JSON', '[{', /expected JSON/],
    ['no list', {}, /expected a list, got \{\}/],
    ['no reason', [{ clause: 'BN-6.2' }], /\[0\]\["reason"\]/],
    ['an idle reason', [{ clause: 'BN-6.2', reason: 'flaky' }], /\[0\]\["reason"\] expected a reason .*, got "flaky"/],
    ['an unknown key', [{ clause: 'BN-6.2', reason, because: '' }], /\[0\] has the unknown key "because"/],
    [
      'no web address',
      [{ clause: 'BN-6.2', reason, thread: 'forum' }],
      /\[0\]\["thread"\] expected a web address, got "forum"/,
    ],
    ['a clause that does not exist', [{ clause: 'BX-1.*', reason }], /\[0\]: no clause matches "BX-1\.\*"/],
  ])('2: %s', async (_, content, message) => {
    const { code, stderr } = await check('plain', 'BN-6.*', listWith(content));
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });

  test('2: a file that is not there', async () => {
    const { code, stderr } = await check('plain', 'BN-6.*', '/no/such/list.json');
    expect(stderr).toMatch(/cannot read "\/no\/such\/list\.json"/);
    expect(code).toBe(2);
  });
});
