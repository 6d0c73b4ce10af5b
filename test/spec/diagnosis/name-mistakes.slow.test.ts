/** Formulas that nothing names: every call is wrong, which experiments find out, and decoders say what they can. */
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
])('%s is among the diagnoses, and no condition is', async (id, changes) => {
  const implementation = implementationOf('', changes);
  const context = { target: targetOf(implementation), reference, claims: resolveClaims(implementation.claims) };
  const found = await nameMistakes(context, [], { bank: [] });
  expect(found.map((diagnosis) => diagnosis.id)).toContain(id);
  for (const { says } of found.filter((each) => each.id === 'where')) expect(says).not.toContain(' where ');
});
