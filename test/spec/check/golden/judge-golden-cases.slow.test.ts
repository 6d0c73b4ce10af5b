/** All golden cases: what they find in wrong implementations, and that they find nothing in honest ones. */
import { describe, expect, test } from 'vitest';
import { run } from '../../../../spec/check/run.ts';
import { exitCodeOf } from '../../../../spec/report/exit-code.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';
import { bnspec } from '../../../support/bnspec.ts';
import { honestClasses } from '../../../tools/honest/classes.ts';
import { checkJson, optionsFor } from './run-committed-set.ts';

test('a mistake between two calls replays, too: the cases before it run again', async () => {
  const { report } = await checkJson('--clause', 'FX.*', 'mutant/BW18b');
  const replay = report.clauses.find(({ verdict }) => verdict === 'fail')?.replay ?? '';
  const { code } = await bnspec('check', '--replay', replay, 'mutant/BW18b');
  expect(code).toBe(1);
});

test('what special values must give is judged', async () => {
  const { report } = await checkJson('--clause', 'FX.infer_backward', 'mutant/SV52');
  expect(report.clauses[0]).toMatchObject({ verdict: 'fail', counterexample: { output: 'dx' } });
});

describe('honest implementations of every class conform at their grade', () => {
  // The rest differ in ways that the files judge alike: mutants.test.ts has them all.
  const some = new Set(['Welford', 'folded', 'one pass', 'float pair', 'narrow storage, folded']);
  const chosen = honestClasses.filter(({ implementation }) => some.has(implementation.name));

  test.each(chosen.map(({ implementation, grade }) => [implementation.name, implementation, grade] as const))(
    '%s',
    async (_, implementation, grade) => {
      const report = await run(targetOf(implementation), optionsFor(implementation, { required: grade }));
      expect(report.clauses.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
      expect(report.clauses.every(({ runs }) => runs > 10)).toBe(true);
      expect(exitCodeOf(report)).toBe(0);
    },
  );
});
