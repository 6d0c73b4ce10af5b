/** Formulas that decoders have no name for: all answers are searched for a condition, and where there is none, nothing is said. */
import { expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Steps } from '../../../impl/plain/steps.ts';
import { reference } from '../../../reference/oracle.ts';
import { nameMistakes } from '../../../spec/diagnosis/name-mistakes.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

test.each<[string, Partial<Steps>]>([
  ['denominator', { inverseStd: (v, e) => 1 / Math.sqrt(3 * v + e) }],
  ['not-affine', { output: (x) => x * x }],
  ['weight', { update: (old, stat, weight) => (1 - weight / 2) * old + (weight / 2) * stat }],
  ['statistic', { runningStatistic: (v) => 5 * v }],
])('%s stands alone', async (id, changes) => {
  const implementation = implementationOf('', changes);
  const context = { target: targetOf(implementation), reference, claims: resolveClaims(implementation.claims) };
  expect((await nameMistakes(context, [], { bank: [] })).map((diagnosis) => diagnosis.id)).toEqual([id]);
});
