/** Mistakes of implementations that follow other conventions than pytorch’s, by a bank that is opened for these. */
import { expect, test } from 'vitest';
import { mutantOf } from '../../../impl/mutants/_bank.ts';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Steps } from '../../../impl/plain/steps.ts';
import { reference } from '../../../reference/oracle.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { run } from '../../../spec/check/run.ts';
import type { Conventions } from '../../../spec/terms/contract.ts';
import type { Bank } from '../../../spec/terms/mutant-bank.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const ids = ['RS01', 'RS02', 'RS03a', 'RS10', 'EP01a', 'ST01a', 'BW02', 'MD01', 'IF02'];
const keras = { momentumWeights: 'old', runningVariance: 'biased' } as const;

const named = async (changes: Partial<Steps>): Promise<readonly string[]> => {
  const opened: Conventions[] = [];
  const bank: Bank = async (conventions) => {
    opened.push(conventions);
    return (await Promise.all(ids.map(mutantOf))).map((mutant) => mutant.under(conventions));
  };
  const implementation = implementationOf('', changes, keras);
  const { diagnosis } = await run(targetOf(implementation), {
    reference,
    claims: resolveClaims(implementation.claims),
    required: 'stable',
    seed: 1,
    runs: 10,
    clauses: clauses.filter(({ id }) => /^BN-(3|4|6|7)\.[1-4]$/.test(id)),
    command: '',
    diagnosis: { bank },
  });
  expect(opened).toMatchObject([keras]);
  return diagnosis.map(({ id }) => id);
};

test.each<[string, Partial<Steps>]>([
  ['RS01', { update: (old, statistic, weight) => weight * old + (1 - weight) * statistic }],
  ['RS03a', { runningStatistic: (v, m) => (m > 1 ? (v * m) / (m - 1) : v) }],
  ['RS10', { update: (old) => old }],
  ['EP01a', { inverseStd: (v, epsilon) => 1 / (Math.sqrt(v) + epsilon) }],
  ['IF02', { update: (old, statistic) => 0.1 * old + 0.9 * statistic }],
])('%s is named first', async (id, changes) => {
  expect((await named(changes))[0]).toBe(id);
});
