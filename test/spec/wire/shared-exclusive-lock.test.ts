/** Who is alone is alone, and nobody is forgotten. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SharedExclusiveLock } from '../../../spec/wire/shared-exclusive-lock.ts';

test('work that is alone overlaps with nothing, in any order of arrival, and all work is done', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ alone: fc.boolean(), turns: fc.nat(4), late: fc.nat(4), throws: fc.boolean() })),
      async (works) => {
        const lock = new SharedExclusiveLock();
        const inside = new Set<number>();
        let done = 0;
        const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
        const arrive = async ({ alone, turns, late, throws }: (typeof works)[number], i: number): Promise<void> => {
          for (let k = 0; k < late; k++) await turn();
          const work = async (): Promise<void> => {
            inside.add(i);
            for (let k = 0; k <= turns; k++) {
              if (alone) expect([...inside]).toEqual([i]);
              await turn();
            }
            inside.delete(i);
            done += 1;
            if (throws) throw new RangeError('meant');
          };
          await (alone ? lock.alone(work) : lock.pass(work)).catch((error: unknown) => {
            if (!(error instanceof RangeError)) throw error;
          });
        };
        await Promise.all(works.map(arrive));
        expect(done).toBe(works.length);
      },
    ),
  );
});
