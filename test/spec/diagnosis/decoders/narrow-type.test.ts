/** The type that outputs were rounded to on the way, recognized by the bits that are left. */
import { describe, expect, test } from 'vitest';
import { roundTo } from '../../../../spec/terms/dtype.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { changed, decoded, found, outputsOf, right } from '../decoded-probes.ts';

describe('the type that outputs have passed through', () => {
  test.each(['float16', 'bfloat16'] as const)('%s, by the bits that are left', async (dtype) => {
    const all = await found({
      update: (old, statistic, weight) => roundTo(dtype, (1 - weight) * old + weight * statistic),
    });
    expect(all.map(({ id }) => id)).toEqual(['RS28']);
    expect(all[0].says).toContain(`have been rounded to ${dtype} on the way`);
  });

  test('float32 in float64', async () => {
    const all = await decoded({
      ...outputsOf((y) => changed(y, Math.fround)),
      claims: resolveClaims({ ...resolveClaims(right.claims), dtypes: ['float64'] }),
    });
    expect(all.map(({ id }) => id)).toEqual(['PR14']);
    expect(all[0].evidence).toMatch(/have at most 24 significant bits/);
  });

  test('the type of x itself is no mistake: rounding to it is honest, in dx, too', async () => {
    for (const dtype of ['float16', 'bfloat16'] as const) expect(await found({}, { dtypes: [dtype] })).toEqual([]);
    const wrong = await found({ runningStatistic: (v) => v }, { dtypes: ['float16'] });
    expect(wrong.map(({ id }) => id)).toEqual(['RS02']);
  });
});
