/** A weaker claim is advised where it makes all that failed pass, and nothing is advised to a mistake. */
import { expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Steps } from '../../../impl/plain/steps.ts';
import { reference } from '../../../reference/oracle.ts';
import { run } from '../../../spec/check/run.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import type { Claims } from '../../../spec/terms/contract.ts';
import { roundTo } from '../../../spec/terms/dtype.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const h = (value: number): number => roundTo('float16', value);
const stepwise: Partial<Steps> = {
  output: (x, { mean, invStd }, gamma, beta) => h(h(h(h(x - mean) * h(invStd)) * gamma) + beta),
};

async function advised(
  steps: Partial<Steps>,
  claimed: Partial<Claims>,
  pattern: RegExp = /^BN-7\.[12]$/,
): Promise<string[]> {
  const make = (): ReturnType<typeof implementationOf> => implementationOf('', steps, claimed);
  const { diagnosis } = await run(targetOf(make()), {
    reference,
    claims: resolveClaims(make().claims),
    required: 'stable',
    seed: 1,
    runs: 10,
    clauses: clauses.filter(({ id }) => pattern.test(id)),
    command: '',
    diagnosis: { bank: () => Promise.resolve([]), fresh: () => Promise.resolve(targetOf(make())) },
  });
  return diagnosis.filter(({ id }) => id === 'claim').map(({ says }) => says);
}

test('arithmetic in float16 under a claim of float32', async () => {
  expect(await advised(stepwise, { dtypes: ['float16'], accumulate: 'float32' })).toEqual([
    'It conforms to the clauses that failed if it claims accumulate: float16.',
  ]);
});

test('a missing beta is a mistake under any claim', async () => {
  const steps: Partial<Steps> = { affine: (xhat, gamma) => xhat * gamma };
  expect(await advised(steps, { dtypes: ['float16'], accumulate: 'float32' })).toEqual([]);
});

test.each<[string, RegExp, Partial<Steps>]>([
  ['epsilons: [0.001]', /^BN-[57]\./, { inverseStd: (v) => 1 / Math.sqrt(v + 1e-3) }],
  ['minEpsilon: 0.001', /^BN-(5|7|10)\./, { inverseStd: (v, e) => 1 / Math.sqrt(v + Math.max(e, 1e-3)) }],
  ['momenta: [0.1]', /^BN-6\./, { update: (old, statistic) => 0.9 * old + 0.1 * statistic }],
])('a scalar that is not used as given: %s', async (says, pattern, steps) => {
  expect(await advised(steps, { dtypes: ['float64'] }, pattern)).toEqual([
    `It conforms to the clauses that failed if it claims ${says}.`,
  ]);
});

test('an epsilon outside the root is no fixed one', async () => {
  expect(await advised({ inverseStd: (v, e) => 1 / (Math.sqrt(v) + e) }, { dtypes: ['float64'] })).toEqual([]);
});
