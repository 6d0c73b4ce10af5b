/** A negative variance belongs to no data: whatever an implementation makes of it conforms, and a number is noted. */
import { expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { plainSteps, type Steps } from '../../../impl/plain/steps.ts';
import { reference } from '../../../reference/oracle.ts';
import { run } from '../../../spec/check/run.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const made: Readonly<Record<string, Steps['inverseStd']>> = {
  'the root of a negative number': plainSteps.inverseStd,
  'the root of epsilon': (v, epsilon) => plainSteps.inverseStd(v < 0 ? 0 : v, epsilon),
  'the root of the magnitude of the sum': (v, epsilon) => 1 / Math.sqrt(Math.abs(v + epsilon)),
};

/** Stored in less than the sums have: what is open must stay so. */
const narrow = { dtypes: ['float16'], ranks: [2], channelAxis: 'first' } as const;

const affected = clauses.filter(({ id }) => /^BN-(7\.[14]|9\.[16]|10\.(8|9|15)|14\.[24])$/.test(id));

test.each(Object.keys(made))('%s', async (how) => {
  const implementation = implementationOf(how, { inverseStd: made[how] }, narrow);
  const claims = resolveClaims(implementation.claims);
  const options = { reference, claims, required: 'stable', seed: 1, runs: 2, command: '', clauses: affected } as const;
  const report = await run(targetOf(implementation), options);
  expect(report.verdict).toBe('conforms');
  const failed = report.clauses.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
  expect(failed).toEqual(made[how] === plainSteps.inverseStd ? [] : ['BN-10.8']);
});
