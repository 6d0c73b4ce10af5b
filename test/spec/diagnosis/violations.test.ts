/** The violations that must be explained: edge cases only where there are no others. */
import { describe, expect, test } from 'vitest';
import { everywhere, type Forward, known, nearest, type Says, wrong } from './constant-answers.ts';

describe('edges', () => {
  const isEdge = (_: Forward, k: number): boolean => k < 8;
  const edged: Says = (_, k) => (k < 8 ? 60 + k : wrong);

  test('do not decide where something else is missed', async () => {
    const { diagnoses } = await nearest(edged, [known('A', everywhere)], isEdge);
    expect(diagnoses.map(({ id }) => id)).toEqual(['A']);
    expect(diagnoses[0].evidence).toMatch(
      /; 16 further violations at edge cases \(one value per channel, NaN, infinity\) were not used$/,
    );
    expect((await nearest(edged, [known('A', everywhere)])).diagnoses).toEqual([]);
  });

  test('decide where nothing else is missed', async () => {
    const only: Says = (_, k) => (k < 8 ? 60 + k : 1);
    const bank = [known('A', (_, k) => (k < 8 ? wrong : 1)), known('B', only)];
    expect((await nearest(only, bank, isEdge)).diagnoses.map(({ id }) => id)).toEqual(['B']);
  });
});
