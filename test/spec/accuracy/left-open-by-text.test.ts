/** What the text leaves to an implementation must pass, in clauses and in a diagnosis. */
import { expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { run } from '../../../spec/check/run.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { answersTo, expectationsOf, resultsOf } from '../../../spec/diagnosis/probe-answers.ts';
import type { Probe } from '../../../spec/diagnosis/probes.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { failures } from '../../support/failures.ts';
import { ofSingleValues } from './single-value-variances.ts';

test('in a diagnosis, too, the unbiased variance of a single value misses nothing', async () => {
  const vector = (value: number) => tensor('float32', [1], [value]);
  const x = tensor('float32', [1, 1], [3]);
  const call = { x, runningMean: vector(1), runningVar: vector(2), epsilon: 1, momentum: 0.5, axis: 1 };
  const probes: Probe[] = [{ operation: 'trainForward', call }];
  for (const implementation of ofSingleValues) {
    const claims = resolveClaims(implementation.claims);
    const answers = await answersTo(targetOf(implementation), probes);
    const results = resultsOf(answers, probes, expectationsOf(probes, reference, claims), claims);
    expect(results.filter(({ missed }) => missed)).toEqual([]);
  }
});

test.each(ofSingleValues.map((implementation) => [implementation.name, implementation] as const))(
  'passes every clause on running statistics: %s',
  async (_, implementation) => {
    const claims = resolveClaims(implementation.claims);
    const chosen = clauses.filter(({ id }) => id.startsWith('BN-6.'));
    const options = { reference, claims, required: 'stable', seed: 1, runs: 20, command: '', clauses: chosen } as const;
    expect(failures(await run(targetOf(implementation), options))).toEqual([]);
  },
);
