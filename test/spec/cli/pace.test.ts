/** A long check says how far it is: a line each minute, with the time that is left where each case takes as long as each other. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clauses } from '../../../spec/clauses/index.ts';
import { casesOf, duration, Pace } from '../../../spec/cli/pace.ts';
import { operations } from '../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';

test('a line each minute, and none in between', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 50 }), (steps) => {
      let now = 0;
      let latest = 0;
      const pace = new Pace(
        () => new Map([['BN-2.1', 1]]),
        () => now,
      );
      for (const step of steps) {
        now += step;
        const isDue = now - latest >= 60_000;
        expect(pace.line() !== undefined).toBe(isDue);
        if (isDue) latest = now;
      }
    }),
  );
});

test('the time that is left, at any moment and speed', () => {
  const cases = casesOf(clauses, { operations }, resolveClaims({}), 60);
  const ids = [...cases.keys()];
  const total = ids.reduce((sum, id) => sum + (cases.get(id) ?? 0), 0);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: ids.length }),
      fc.double({ min: 100, max: 5000, noNaN: true }),
      (count, ms) => {
        let now = 0;
        const pace = new Pace(
          () => cases,
          () => now,
        );
        let done = 0;
        for (const id of ids.slice(0, count)) {
          done += cases.get(id) ?? 0;
          now = done * ms;
          pace.judged(id, done);
        }
        const line = pace.line();
        if (now < 60_000) expect(line).toBeUndefined();
        else {
          expect(line).toContain(`${count} of ${ids.length} clauses after ${duration(now)}; slow: `);
          expect(line).toContain(`; about ${duration((total - done) * ms)} left`);
        }
      },
    ),
  );
});

test('of clauses in blocks, it counts what is judged of each, and names what failed', () => {
  let now = 0;
  const pace = new Pace(
    () =>
      new Map([
        ['BN-2.1', 1000],
        ['BN-2.2', 1000],
      ]),
    () => now,
  );
  pace.judged('BN-2.1', 12_000, { share: 0.5 });
  pace.judged('BN-2.2', 12_000, { share: 1, failed: true });
  now = 60_000;
  expect(pace.line()).toBe(
    '1 of 2 clauses after 60 s; 75 % of the cases; failed: BN-2.2; 200 calls a second; about 20 s left',
  );
});

test('a fast one is not called slow, and one without an answer has no rate', () => {
  let now = 0;
  const pace = new Pace(
    () =>
      new Map([
        ['BN-2.1', 1],
        ['BN-2.2', 3],
      ]),
    () => now,
  );
  now = 60_000;
  expect(pace.line()).toBe('0 of 2 clauses after 60 s');
  pace.judged('BN-2.1', 24_000);
  now = 120_000;
  expect(pace.line()).toBe('1 of 2 clauses after 2 min; 200 calls a second; about 6 min left');
});
