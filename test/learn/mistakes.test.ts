/** What part 8 of the page says of famous mistakes, and that the suite names each of them as the page shows it. */
import { describe, expect, it } from 'vitest';
import fast from '../../impl/fast/index.ts';
import plain from '../../impl/plain/index.ts';
import { clauses } from '../../spec/clauses/index.ts';
import { type Consequence, consequenceOf } from '../../spec/learn/lessons/consequences.ts';
import { differences, mistakeOf, mistakes } from '../../spec/learn/lessons/mistakes.ts';
import { judged, verdictOn } from '../../spec/learn/lessons/verdict.ts';
import { atOnce } from '../../spec/learn/network/batch-normalization.ts';
import { mistakeEpsilon } from '../../spec/learn/tasks.ts';

const batchNorm = atOnce(fast);
const far = 10_000;
const consequences = new Map<string, Consequence>();

/** Each is computed once. */
function after(id: string): Consequence {
  const known = consequences.get(id);
  if (known) return known;
  // Mistakes are made in the plain implementation: beside it all else is the same, bit for bit.
  const implementation = id === 'right' ? plain : mistakeOf(id).implementation;
  const found = consequenceOf(atOnce(implementation), 1, mistakeEpsilon);
  consequences.set(id, found);
  return found;
}

const last = (losses: readonly number[]): number => losses.at(-1)!;

describe('the suite in the page', () => {
  it('should judge by clauses that exist', () => {
    expect(judged.filter((id) => !clauses.some((clause) => clause.id === id))).toEqual([]);
  });

  it('should find that the implementation of the page conforms', async () => {
    const verdict = await verdictOn(fast);
    expect(verdict.conforms).toBe(true);
    expect(verdict.clauses.length).toBe(judged.length);
  });

  it.each(mistakes.map(({ id }) => id))('should fail %s and name it', async (id) => {
    const { conforms, diagnosis } = await verdictOn(mistakeOf(id).implementation);
    expect(conforms).toBe(false);
    expect(diagnosis[0].id).toBe(id);
  });
});

describe('on one batch', () => {
  it.each(mistakes.map(({ id }) => id))('should show a difference with %s', (id) => {
    const offset = id === 'PR01' ? far : 0;
    expect(differences(batchNorm, mistakeOf(id), offset)).not.toEqual([]);
  });

  it('should show the cancelling variance only far from 0', () => {
    expect(differences(batchNorm, mistakeOf('PR01'), 0)).toEqual([]);
  });
});

describe('in a small network', () => {
  it('should learn the parabola when nothing is wrong', () => {
    const { training, inference } = after('right');
    expect(last(training)).toBeLessThan(training[0] / 10);
    expect(last(inference)).toBeLessThan(inference[0] / 10);
  });

  it('should train perfectly and fail in use where only inference is wrong', () => {
    for (const id of ['RS10', 'MD01', 'IF04a']) {
      expect(after(id).training).toEqual(after('right').training);
      expect(last(after(id).inference)).toBeGreaterThan(10 * last(after('right').inference));
    }
  });

  it('should answer one number for everything with the statistics of single samples', () => {
    expect(new Set(after('MD01').fit).size).toBe(1);
  });

  it('should learn in spite of most mistakes', () => {
    const learned = mistakes.filter(({ id }) => last(after(id).training) < after(id).training[0] / 10);
    expect(learned.length).toBeGreaterThan(mistakes.length / 2);
  });
});
