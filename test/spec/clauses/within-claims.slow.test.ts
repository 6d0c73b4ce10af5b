/** Every call of every clause is claimed, whatever the claims. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claims } from '../cases/claims-of-every-kind.ts';
import { checkedWithin } from './within-claims.ts';

test.each(fc.sample(claims, { seed: 2, numRuns: 6 }).map((each) => [each]))(
  'a whole check keeps to %o',
  async (each) => {
    const { outside, shapes } = await checkedWithin(each);
    expect([...outside]).toEqual([]);
    // Thirteen sizes, or one for each rank and axis; and two that are doubled.
    if (each.shapes === 'few') expect(shapes.size).toBeLessThanOrEqual(17);
  },
);
