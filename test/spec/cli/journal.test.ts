/** A journal that is read in pieces, up to any place: it tells what was written by then. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Entry, Journal } from '../../../spec/cli/journal.ts';
import type { ClauseReport, Report } from '../../../spec/report/report.ts';

const clause = (id: string): ClauseReport => ({ id, level: 'MUST', says: `${id} ü\n`, verdict: 'pass', runs: 1 });
const ids = ['BN-2.1', 'BN-3.1', 'BN-4.1'];
const atOnce = { clauses: ids.map(clause) } as unknown as Report;
const evidence = [{ operation: 'train_forward', answered: 1, refused: 0 }];

const entries: readonly Entry[] = [
  { kind: 'file begun', path: '.report.json.new' },
  { kind: 'begun', atOnce, presentation: { show: 'javascript', subject: {}, json: 'report.json' } },
  ...ids.map((id): Entry => ({ kind: 'judged', clause: clause(id), evidence })),
  { kind: 'over', report: atOnce, code: 0 },
  { kind: 'files written' },
];
const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`);

const ends = lines.map((_, i) => lines.slice(0, i + 1).join('').length);

test('wherever it is cut', () => {
  const { length } = lines.join('');
  const places = fc.array(fc.nat(length), { minLength: 1 }).map((found) => found.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(places, (cuts) => {
      const journal = new Journal();
      const text = lines.join('');
      for (const [i, cut] of cuts.entries()) journal.add(text.slice(cuts[i - 1] ?? 0, cut));
      const whole = ends.filter((end) => end <= (cuts.at(-1) as number)).length;
      expect([...journal.begun]).toEqual(whole >= 1 ? ['.report.json.new'] : []);
      if (whole < 2 || whole === entries.length) {
        expect(journal.check).toBeUndefined();
        return;
      }
      const judged = ids.slice(0, whole - 2);
      expect([...(journal.check?.judged.keys() ?? [])]).toEqual(judged);
      expect(journal.check?.evidence).toEqual(judged.length > 0 ? evidence : []);
      expect(journal.check?.over?.code).toBe(whole > 2 + ids.length ? 0 : undefined);
    }),
  );
});
