/** Numbers of a channel, as decoders take them. */
import { describe, expect, test } from 'vitest';
import { close, perChannel } from '../../../spec/diagnosis/channel-data.ts';
import { tensor } from '../../../spec/terms/tensor.ts';

describe('numbers of a channel', () => {
  test('that are not given are the usual ones, one for each channel', () => {
    expect(perChannel(undefined, 3, 1)).toEqual([1, 1, 1]);
    expect(perChannel(tensor('float32', [2], [5, 6]), 2, 1)).toEqual([5, 6]);
  });

  test('are close within a thousandth of the larger', () => {
    expect(close(1000, 999)).toBe(true);
    expect(close(999, 1000)).toBe(true);
    expect(close(-1000, -999)).toBe(true);
    expect(close(1000, 998.9)).toBe(false);
    expect(close(0, 0)).toBe(true);
    expect(close(0, 1e-9)).toBe(false);
    expect(close(1, Number.NaN)).toBe(false);
  });
});
