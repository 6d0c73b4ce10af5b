/** No bound may blame an honest implementation: every class, the whole suite, its own grade required. */
import { describe, expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { run } from '../../../spec/check/run.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { furtherClasses, honestClasses, shiftedOnePass } from '../../tools/honest/classes.ts';
import { failures } from '../../support/failures.ts';

/** Cases per clause. More, and more seeds: BNSPEC_SOUNDNESS_RUNS=400 BNSPEC_SOUNDNESS_SEEDS=5. */
const runs = Number(process.env['BNSPEC_SOUNDNESS_RUNS'] ?? 4);
const seeds = Number(process.env['BNSPEC_SOUNDNESS_SEEDS'] ?? 1);

describe('an honest implementation conforms at its grade', () => {
  for (const { implementation, grade } of [...honestClasses, ...furtherClasses]) {
    for (let seed = 1; seed <= seeds; seed++) {
      test(`${implementation.name}, seed ${seed}`, { timeout: 600_000 }, async () => {
        const claims = resolveClaims(implementation.claims);
        const target = targetOf(implementation);
        const report = await run(target, { reference, claims, required: grade, seed, runs, command: '' });
        expect(failures(report)).toEqual([]);
        expect(report.verdict).toBe('conforms');
      });
    }
  }
});

test('one-pass variance is graded cancelling: not stable, and not wrong in formula', async () => {
  const onePass = honestClasses.find(({ implementation }) => implementation.name === 'one pass');
  if (onePass === undefined) throw new Error('the class is missing');
  const { implementation } = onePass;
  const claims = resolveClaims(implementation.claims);
  const report = await run(targetOf(implementation), {
    reference,
    claims,
    required: 'stable',
    seed: 1,
    runs,
    command: '',
  });
  expect(report.verdict).toBe('fails');
  expect(report.grade).toBe('cancelling');
  expect(failures(report).every(({ id }) => /^BN-1[24]\./.test(id))).toBe(true);
});

test('a variance of values shifted by the first of them is not stable, and not wrong in formula', async () => {
  for (const seed of [1, 2, 3]) {
    const claims = resolveClaims(shiftedOnePass.claims);
    const options = { reference, claims, required: 'stable', seed, runs, command: '' } as const;
    const report = await run(targetOf(shiftedOnePass), options);
    expect(report.verdict).toBe('fails');
    expect(['cancelling', 'wrong']).toContain(report.grade);
    const failed = failures(report).map(({ id }) => id);
    expect(failed).toContain('BN-12.8');
    expect(failed.every((id) => /^BN-1[24]\./.test(id))).toBe(true);
  }
});
