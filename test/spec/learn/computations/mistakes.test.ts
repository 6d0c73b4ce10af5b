/** Claims of part 8 of the page about famous mistakes; and the suite names each of them as the page shows it. */
import { describe, expect, test } from 'vitest';
import fast from '../../../../impl/fast/index.ts';
import { clauses } from '../../../../spec/clauses/index.ts';
import { differences, mistakeOf, mistakes } from '../../../../spec/learn/computations/mistakes.ts';
import { judged, verdictOn } from '../../../../spec/learn/computations/suite-verdict.ts';
import { atOnce } from '../../../../spec/learn/network/batch-normalization.ts';

const batchNorm = atOnce(fast);

const far = 10_000;

describe('the suite in the page', () => {
  test('judges by clauses that exist', () => {
    expect(judged.filter((id) => !clauses.some((clause) => clause.id === id))).toEqual([]);
  });

  test('finds that the implementation of the page conforms', async () => {
    const verdict = await verdictOn(fast);
    expect(verdict.conforms).toBe(true);
    expect(verdict.clauses.length).toBe(judged.length);
  });

  test.each(mistakes.map(({ id }) => id))('fails %s and names it', async (id) => {
    const { conforms, diagnosis } = await verdictOn(mistakeOf(id).implementation);
    expect(conforms).toBe(false);
    expect(diagnosis[0].id).toBe(id);
  });
});

describe('on one batch', () => {
  test.each(mistakes.map(({ id }) => id))('shows a difference with %s', (id) => {
    const offset = id === 'PR01' ? far : 0;
    expect(differences(batchNorm, mistakeOf(id), offset)).not.toEqual([]);
  });

  test('shows the cancelling variance only far from 0', () => {
    expect(differences(batchNorm, mistakeOf('PR01'), 0)).toEqual([]);
  });
});
