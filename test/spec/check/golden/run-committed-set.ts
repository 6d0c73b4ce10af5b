/** Runs on the committed golden cases. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goldenFolder } from '../../../../fixtures/golden-set.ts';
import { folderAt, readFixtures } from '../../../../fixtures/files-to-cases.ts';
import { reference } from '../../../../reference/oracle.ts';
import { smokeEntries } from '../../../../spec/check/golden/judge-golden-cases.ts';
import type { RunOptions } from '../../../../spec/check/run-options.ts';
import type { Report } from '../../../../spec/report/report.ts';
import type { Implementation } from '../../../../spec/terms/contract.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { bnspec, temporaryFolder } from '../../../support/bnspec.ts';

export const set: ReturnType<typeof readFixtures> = readFixtures(folderAt(goldenFolder()));

export const optionsFor = (implementation: Implementation, rest: Partial<RunOptions> = {}): RunOptions => {
  const claims = resolveClaims(implementation.claims);
  return {
    reference,
    claims,
    required: claims.grade === 'wrong' ? 'stable' : claims.grade,
    seed: 1,
    runs: 1,
    clauses: [],
    golden: { set, entries: smokeEntries },
    command: '',
    ...rest,
  };
};

export async function checkJson(
  ...args: readonly string[]
): Promise<{ report: Report; code: number | null; stdout: string }> {
  const file = join(temporaryFolder(), 'report.json');
  const { code, stdout } = await bnspec('check', '--fixtures', '--json', file, ...args);
  return { report: JSON.parse(readFileSync(file, 'utf8')) as Report, code, stdout };
}
