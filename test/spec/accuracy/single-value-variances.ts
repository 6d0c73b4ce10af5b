/** Implementations that differ in the unbiased variance of a single value, which the text leaves open. */
import { implementationOf } from '../../../impl/plain/implementation.ts';
import type { Steps } from '../../../impl/plain/steps.ts';
import type { Implementation, TrainForwardResult } from '../../../spec/terms/contract.ts';

export const bessel = (ofOne: number): Partial<Steps> => ({
  runningStatistic: (v, m, convention) => (convention === 'biased' ? v : m > 1 ? (v * m) / (m - 1) : ofOne),
});

/** With one value per channel the old variance stays. */
export function keeping(): Implementation {
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

export const ofSingleValues: readonly Implementation[] = [
  implementationOf('the unbiased variance of a single value is NaN', bessel(Number.NaN)),
  implementationOf('the unbiased variance of a single value is 0', bessel(0)),
  keeping(),
];
