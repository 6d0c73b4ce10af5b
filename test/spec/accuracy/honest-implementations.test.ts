/** No bound may blame an honest implementation: classes of every grade, on the clauses that judge numbers. */
import { expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { run } from '../../../spec/check/run.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { failures } from '../../support/failures.ts';
import { honestClasses } from '../../tools/honest/classes.ts';

const few = new Set(['Welford', 'one pass', 'float pair', 'narrow storage, folded']);
const chosen = honestClasses.filter(({ implementation }) => few.has(implementation.name));

test.each(chosen.map(({ implementation, grade }) => [implementation.name, implementation, grade] as const))(
  '%s meets its own grade',
  async (_, implementation, grade) => {
    const report = await run(targetOf(implementation), {
      reference,
      claims: resolveClaims(implementation.claims),
      required: grade,
      seed: 1,
      runs: 4,
      clauses: clauses.filter(({ id }) => /^BN-([3-9]|12)\./.test(id)),
      command: '',
    });
    expect(failures(report)).toEqual([]);
    expect(report.verdict).toBe('conforms');
  },
);
