/** The update of the running variance, by its evidence: weight and statistic. Hand-made calls. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../../impl/plain/implementation.ts';
import { decodeRunning, type Update } from '../../../../spec/diagnosis/decoders/running-statistics.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';

const claims = resolveClaims(implementationOf('').claims);

describe('of the running variance', () => {
  /** Two calls on data of variance 4 in four values; the new statistic enters with the weight. */
  const updated = (weight: number, statistic: number, changes: Partial<Update> = {}): Update => {
    const old = [1, 4] as const;
    const after = (value: number): number => (1 - weight) * value + weight * statistic;
    return { old, result: [after(1), after(4)], momentum: 0.25, epsilon: 0.5, variance: 4, m: 4, ...changes };
  };
  const biased = { ...claims, runningVariance: 'biased' } as const;

  test('statistic and weight are reported as measured', () => {
    expect(decodeRunning(updated(0.25, 4), claims)).toEqual({
      id: 'RS02',
      says: 'The running variance is updated with the biased variance.',
      evidence: 'it is updated with 4; the variance is 4, unbiased 5.333',
    });
    expect(decodeRunning(updated(0.25, 16 / 3), biased)).toEqual({
      id: 'RS03',
      says: 'The running variance is updated with the unbiased variance.',
      evidence: 'it is updated with 5.333; the variance is 4, unbiased 5.333',
    });
    expect(decodeRunning(updated(0.75, 16 / 3), claims)).toMatchObject({
      id: 'RS01',
      evidence: 'the new statistic enters with weight 0.75, momentum is 0.25',
    });
  });

  test('a weight below a thousandth is none', () => {
    expect(decodeRunning(updated(0, 4), claims)?.id).toBe('RS10');
    expect(decodeRunning(updated(-0.0005, 4), claims)?.id).toBe('RS10');
    expect(decodeRunning(updated(0.0005, 4), claims)?.id).toBe('RS10');
    expect(decodeRunning(updated(0.002, 4), claims)?.id).toBe('weight');
    expect(decodeRunning(updated(-0.002, 4), claims)?.id).toBe('weight');
  });

  test('of one value per channel, which is 0, there is no other', () => {
    expect(decodeRunning(updated(0.25, 0, { variance: 0, m: 1 }), claims)).toBeUndefined();
    expect(decodeRunning(updated(0.25, 0, { variance: 0, m: 1 }), biased)).toBeUndefined();
  });

  test('of two values per channel, the unbiased one is twice the other', () => {
    expect(decodeRunning(updated(0.25, 8, { m: 2 }), claims)).toBeUndefined();
    expect(decodeRunning(updated(0.25, 4, { m: 2 }), claims)?.evidence).toBe(
      'it is updated with 4; the variance is 4, unbiased 8',
    );
  });
});
