/** What the text leaves to an implementation passes the whole suite, whichever clause meets it. */
import { expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { run } from '../../../spec/check/run.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { failures } from '../../support/failures.ts';
import { ofSingleValues } from './single-value-variances.ts';

test.each(ofSingleValues.map((implementation) => [implementation.name, implementation] as const))(
  'conforms: %s',
  { timeout: 300_000 },
  async (_, implementation) => {
    const claims = resolveClaims(implementation.claims);
    const options = { reference, claims, required: 'stable', seed: 1, runs: 20, command: '' } as const;
    const report = await run(targetOf(implementation), options);
    expect(failures(report)).toEqual([]);
    expect(report.verdict).toBe('conforms');
    expect(report.grade).toBe('offset-free');
  },
);
