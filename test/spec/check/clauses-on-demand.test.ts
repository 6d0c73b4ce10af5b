/** Clauses judged one by one, when they are asked for. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import EP01a from '../../../impl/mutants/EP01a.ts';
import { reference } from '../../../reference/oracle.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { run } from '../../../spec/check/run.ts';
import { Stepwise } from '../../../spec/check/clauses-on-demand.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const chosen = clauses.filter(({ id }) => /^BN-[345]\./.test(id));
const options = {
  reference,
  claims: resolveClaims('pytorch'),
  required: 'stable',
  seed: 3,
  runs: 5,
  clauses: chosen,
  command: '',
} as const;
const target = (): ReturnType<typeof targetOf> => targetOf(EP01a.under().implementation);

test('in whatever order they are asked for, once or twice, each gets what it gets in a whole run, and so does the report', async () => {
  const ids = chosen.map(({ id }) => id as string);
  const whole = await run(target(), options);
  expect(whole.clauses.some(({ verdict }) => verdict === 'fail')).toBe(true);
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(ids, { minLength: ids.length }), fc.subarray(ids), async (order, again) => {
      const steps = new Stepwise(target(), options);
      const reports = await Promise.all([...order, ...again].map(async (id) => (await steps.judge(id)).report));
      for (const report of reports) expect(report).toEqual(whole.clauses.find(({ id }) => id === report.id));
      expect(await steps.report()).toEqual(whole);
    }),
    { numRuns: 4 },
  );
});

test('a report of some is that of a run of these alone', async () => {
  const some = chosen.filter(({ id }) => id.startsWith('BN-4.'));
  const steps = new Stepwise(target(), options);
  for (const { id } of some) await steps.judge(id);
  expect(await steps.report()).toEqual(await run(target(), { ...options, clauses: some }));
});
