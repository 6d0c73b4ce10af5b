/** Every choice that the specification leaves to an implementation must pass the whole suite. */
import { expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Steps } from '../../../impl/plain/steps.ts';
import { reference } from '../../../reference/oracle.ts';
import { answersTo, expectationsOf, resultsOf } from '../../../spec/diagnosis/answers.ts';
import type { Probe } from '../../../spec/diagnosis/probes.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { run } from '../../../spec/check/run.ts';
import type { Implementation, TrainForwardResult } from '../../../spec/terms/contract.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { failures } from '../../support/failures.ts';

const bessel = (ofOne: number): Partial<Steps> => ({
  runningStatistic: (v, m, convention) => (convention === 'biased' ? v : m > 1 ? (v * m) / (m - 1) : ofOne),
});

/** With one value per channel the old variance stays. */
function keeping(): Implementation {
  const plain = implementationOf('the running variance of a single value stays');
  return {
    ...plain,
    trainForward: (call) => {
      const result = plain.trainForward(call) as TrainForwardResult;
      const single = call.x.data.length === call.x.shape[call.axis];
      return single && call.runningVar ? { ...result, runningVar: structuredClone(call.runningVar) } : result;
    },
  };
}

const ofSingleValues: readonly Implementation[] = [
  implementationOf('the unbiased variance of a single value is NaN', bessel(Number.NaN)),
  implementationOf('the unbiased variance of a single value is 0', bessel(0)),
  keeping(),
];

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
