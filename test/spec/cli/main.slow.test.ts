/** What the command line promises of the whole bank, and of a target that hangs. */
import { expect, test } from 'vitest';
import { clauses } from '../../../spec/clauses/index.ts';
import { wiring } from '../../../spec/wiring.ts';
import { bnspec, moduleWith } from '../../support/bnspec.ts';

test('an implementation that hangs is named as such within its timeout, and the other clauses run', async () => {
  const path = moduleWith(
    `import plain from '${new URL('../../../impl/plain/index.ts', import.meta.url).href}';
     export default { ...plain, name: 'hangs', inferForward: () => new Promise(() => setInterval(() => {}, 1000)) };`,
    'hangs.ts',
  );
  const { code, stdout } = await bnspec(
    'check',
    path,
    '--clause',
    'BN-*.1',
    '--timeout',
    '300',
    '--runs',
    '3',
    '--verbose',
  );
  expect(stdout).toMatch(/FAIL {2}BN-7\.1 MUST[\s\S]*timeout/);
  expect(stdout).toMatch(/pass {2}BN-8\.1/);
  expect(code).toBe(1);
});

test('clauses are listed with what tests them', async () => {
  const { code, stdout } = await bnspec('clauses');
  expect(stdout.trimEnd().split('\n')).toHaveLength(clauses.length);
  for (const mutant of await wiring.mutants()) {
    for (const id of mutant.breaks) {
      const line = stdout.split('\n').find((text) => text.startsWith(`${id} `));
      expect(line?.match(/\[([^\]]*)\]$/)?.[1].split(', ')).toContain(mutant.id);
    }
  }
  expect(code).toBe(0);
  const list = JSON.parse((await bnspec('clauses', '--json')).stdout) as { id: string; mutants: string[] }[];
  expect(list.map(({ id, mutants }) => `${id} ${mutants.join(', ')}`)).toEqual(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => `${line.split(' ')[0]} ${/\[([^\]]*)\]$/.exec(line)?.[1] ?? ''}`),
  );
});
