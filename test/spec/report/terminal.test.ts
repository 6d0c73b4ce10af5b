/** The terminal: what matters first, the smallest counterexample of all in full, the rest in few lines. */
import { beforeAll, describe, expect, test } from 'vitest';
import { mutantOf } from '../../../impl/mutants/_bank.ts';
import plain from '../../../impl/plain/index.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { simplest, valuesIn } from '../../../spec/report/simplest.ts';
import { toTerminal } from '../../../spec/report/terminal.ts';
import { type ReportView, viewOf } from '../../../spec/report/report-view.ts';
import { reportOn } from './sample-reports.ts';

const linesOf = (...given: Parameters<typeof toTerminal>): string[] =>
  toTerminal(...given)
    .trimEnd()
    .split('\n');

describe('a wrong implementation', () => {
  let report: ReportView;
  let lines: string[];
  beforeAll(async () => {
    const { implementation } = (await mutantOf('BW06')).under();
    const diagnosis = [
      { id: 'BW06b', says: 'In training dx gamma multiplies the direct term only.', evidence: 'all of it' },
    ];
    report = viewOf({ ...(await reportOn(implementation, undefined, 6)), diagnosis });
    lines = linesOf(report);
  }, 120_000);

  test('begins with the verdict, then the diagnosis, then a counterexample; and is no longer than 60 lines', () => {
    expect(lines[0]).toMatch(/does not conform, grade wrong \(required: stable\); \d+ passed, \d+ failed/);
    expect(lines.slice(1, 4)).toEqual(['', `diagnosis BW06b: ${report.diagnosis[0].says}`, '  all of it']);
    expect(lines[5]).toMatch(/^FAIL {2}BN-\S+ MUST {2}/);
    expect(lines.length).toBeLessThanOrEqual(60);
    expect(report.clauses.filter(({ verdict }) => verdict === 'fail').length).toBeGreaterThan(20);
  });

  test('shows the counterexample with the fewest values of all that failed', () => {
    const failed = report.clauses.filter(({ verdict, level }) => verdict === 'fail' && level === 'MUST');
    const sizes = failed.map(({ shown }) => valuesIn(shown?.exchanges ?? []));
    const chosen = simplest(failed);
    expect(valuesIn(chosen?.shown?.exchanges ?? [])).toBe(Math.min(...sizes));
    expect(lines[5]).toContain(` ${chosen?.id} `);
  });

  test('has the input at the margin, in the language asked for, with what was expected, what came, and how far off it is', () => {
    const begins = { javascript: 'const call = {', numpy: 'call = dict(', c: '{ /* call: train_backward */' } as const;
    for (const language of ['javascript', 'numpy', 'c'] as const) {
      expect(linesOf(report, { language })).toContain(begins[language]);
    }
    expect(lines.join('\n')).toMatch(
      /\n {2}dx\[\d, \d\]\n {4}expected .*\n {4}actual .*\n {4}error .*; allowed \S+ \(\S+ times as much\)\n/,
    );
  });

  test('names every other clause that failed by the token that shows it again, under each message once', () => {
    const others = report.clauses.filter(({ verdict, id }) => verdict === 'fail' && !lines[5].includes(` ${id} `));
    const words = new Set(lines.flatMap((line) => line.trim().split(/ {2,}/)));
    expect(others.filter(({ replay, id }) => !words.has(replay ?? id))).toEqual([]);
    const musts = others.filter(({ level }) => level === 'MUST');
    expect(lines).toContain(`${musts.length} more failed:`);
    for (const message of new Set(musts.map((clause) => clause.message ?? ''))) {
      expect(
        lines.slice(lines.indexOf(`${musts.length} more failed:`)).filter((line) => line === `  ${message}`).length,
      ).toBeLessThanOrEqual(2);
    }
  });

  test('with --verbose has a line for every clause and explains each that failed', () => {
    const verbose = linesOf(report, { verbose: true });
    expect(verbose.slice(0, 6)).toEqual(lines.slice(0, 6));
    for (const { id, verdict, replay = '' } of report.clauses) {
      expect(
        verbose.filter((line) => new RegExp(`^(pass|FAIL|note|n/a|known|ERROR) +${id.replace('.', '\\.')} `).test(line))
          .length,
      ).toBeGreaterThan(0);
      if (verdict === 'fail')
        expect(verbose.filter((line) => line.includes(`--replay ${replay} `)).length).toBeGreaterThan(0);
    }
  });

  test('names the files where the inputs are written', () => {
    const text = toTerminal(report, { cases: 'out/cases' });
    expect(text).toMatch(/input {5}out\/cases\/BN-[\d.]+\.safetensors\n/);
    expect(text).toMatch(/\nin out\/cases are \d+ request files, named for the clauses\n/);
  });
});

test('one that conforms: the verdict, and how many clauses of each chapter passed', async () => {
  const chapter = clauses.flatMap(({ id }) => (id.startsWith('BN-3.') ? [id] : []));
  const lines = linesOf(viewOf(await reportOn(plain, chapter, 2)));
  expect(lines[0]).toMatch(/^plain conforms, not graded; /);
  expect(lines).toContain(`BN-3 Statistics                 ${chapter.length} passed`);
  expect(lines.length).toBeLessThan(25);
});

test('a message of all is said once, with every clause', async () => {
  const broken = { ...plain, inferForward: () => Promise.reject(new TypeError('no such luck')) };
  const lines = linesOf(viewOf(await reportOn(broken, ['BN-7.1', 'BN-7.2', 'BN-7.3', 'BN-7.5'], 3)));
  expect(lines.filter((line) => line.includes('no such luck'))).toHaveLength(2);
  expect(lines).toContain('3 more failed:');
});

test('an input that is too large for a screen is left to a file', async () => {
  const picky = {
    ...plain,
    inferForward: (call: Parameters<NonNullable<typeof plain.inferForward>>[0]) => {
      if (call.x.data.length > 250) throw new RangeError('too large');
      return plain.inferForward!(call);
    },
  };
  const text = toTerminal(viewOf(await reportOn(picky, ['BN-2.11'], 20)));
  expect(text).toMatch(/infer_forward of float32\[[\d,]+\]: \d+ values, which --cases DIR writes to a file/);
  expect(text.split('\n').length).toBeLessThan(20);
});
