/** Sums that are never cleared, found by calling twice. */
import { describe, expect, test } from 'vitest';
import { layoutOf } from '../../../../spec/terms/layout.ts';
import { valuesOf } from '../../../../spec/terms/tensor.ts';
import { changed, decoded, right } from '../decoded-probes.ts';

describe('what is kept between calls', () => {
  test('a sum that is never cleared, and nothing that follows from it', async () => {
    const sums = new Map<number, Float64Array>();
    const all = await decoded({
      ...right,
      trainBackward: async (call) => {
        const result = await right.trainBackward(call);
        const before = sums.get(layoutOf(call.x.shape, call.axis).channels);
        const dbeta = changed(result.dbeta, (value, c) => value + (before?.[c] ?? 0));
        sums.set(layoutOf(call.x.shape, call.axis).channels, valuesOf(dbeta));
        return { ...result, dbeta };
      },
    });
    expect(all).toMatchObject([{ id: 'BW18', says: 'In train_backward dbeta accumulates over calls.' }]);
  });
});
