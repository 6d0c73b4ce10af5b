/**
 * Any text of an adapter is shown as text, in every format: it adds no markup, no line, no command, and hides nothing.
 */
import fc from 'fast-check';
import { marked } from 'marked';
import { beforeAll, describe, expect, test } from 'vitest';
import { toAnnotations, toStepSummary } from '../../../spec/report/github.ts';
import { pageOf } from '../../support/report-page.ts';
import { viewOf } from '../../../spec/report/report-view.ts';
import { type Table, toTablePage } from '../../../spec/report/html/table-page.ts';
import { toJUnit } from '../../../spec/report/junit.ts';
import { cut, inert, shownMessage, shownName, visible, visibleLine } from '../../../spec/report/untrusted-text.ts';
import type { Report } from '../../../spec/report/report.ts';
import { toTerminal } from '../../../spec/report/terminal.ts';
import { failing, hostileText, saying } from './sample-reports.ts';
import { all, parse, skeleton, textOf } from './page-skeleton.ts';

let report: Report;
beforeAll(async () => {
  // Pictures hold no text of others, and take long to draw.
  report = { ...(await failing()), measurements: { outputs: [], probes: [] } };
});

/** As it reads once white space is folded, as a page folds it. */
const folded = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const control = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('text from an adapter', () => {
  test('is shown whole where it is ordinary, and what is not seen is written out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(visible(text)).toBe(text);
      }),
    );
    expect(visible('a\u202eb\u0000\u001b[31m')).toBe('a\\u{202e}b\\u{0}\\u{1b}[31m');
    expect(visibleLine('a\nb\tc')).toBe('a\\nb\\tc');
    expect(visible('x\u{e0041}\ud800')).toBe('x\\u{e0041}\\u{d800}');
    expect(visible('Größe, 批归一化, 😀')).toBe('Größe, 批归一化, 😀');
  });

  test('is cut in the middle, with the number of characters that are left out', () => {
    const lengths = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 30, max: 1000 }));
    fc.assert(
      fc.property(lengths, ([length, limit]) => {
        const text = Array.from({ length }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
        const short = cut(text, limit);
        if (length <= limit) {
          expect(short).toBe(text);
          return;
        }
        const [, head, left, tail] = /^(\w*) … \[([\d,]+) characters left out\] … (\w*)$/.exec(
          short,
        ) as RegExpExecArray;
        expect(head.length + tail.length).toBe(limit);
        expect(Number(left.replaceAll(',', ''))).toBe(length - limit);
        expect(text.startsWith(head) && text.endsWith(tail)).toBe(true);
      }),
    );
  });
});

describe('HTML', () => {
  test('has the same elements and attributes, whatever the text, and the text is there', () => {
    const harmless = skeleton(pageOf(viewOf(saying(report, 'x'))));
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = pageOf(viewOf(saying(report, text)));
        expect(skeleton(page)).toEqual(harmless);
        expect(textOf(parse(page).querySelector('.subject'))).toBe(folded(shownName(text)));
        expect(textOf(parse(page).querySelector('.message'))).toBe(folded(shownMessage(text)));
      }),
      { numRuns: 25 },
    );
  });

  test('stays small with a megabyte of text in every place, and says how much it left out', () => {
    const page = pageOf(viewOf(saying(report, '<i>'.repeat(350_000))));
    expect(page.length).toBeLessThan(3e6);
    expect(textOf(parse(page).querySelector('.message'))).toContain('[1,047,000 characters left out]');
  });
});

describe('a table as a page', () => {
  const tables: fc.Arbitrary<Table> = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.record({
      title: hostileText,
      intro: fc.array(hostileText, { maxLength: 2 }),
      columns: fc.array(fc.record({ title: hostileText, numeric: fc.boolean() }), {
        minLength: width,
        maxLength: width,
      }),
      rows: fc.array(
        fc.array(
          fc.oneof(
            hostileText,
            fc.integer(),
            fc.record({ text: hostileText, tone: fc.constantFrom('good', 'bad', 'note') }),
          ),
          { minLength: width, maxLength: width },
        ),
        { maxLength: 4 },
      ),
      notes: fc.array(hostileText, { maxLength: 2 }),
    }),
  );
  const harmless = (table: Table): Table =>
    JSON.parse(
      JSON.stringify(table, (key, value: unknown) => (typeof value === 'string' && key !== 'tone' ? 'x' : value)),
    ) as Table;

  test('has every cell as text, and no element that is not the table’s', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const page = toTablePage(table);
        expect(skeleton(page)).toEqual(skeleton(toTablePage(harmless(table))));
        const cells = all(parse(page), 'tbody th, tbody td').map(textOf);
        const wanted = table.rows.flat().map((cell) => (typeof cell === 'object' ? cell.text : String(cell)));
        expect(cells).toEqual(wanted.map((text) => folded(shownMessage(text))));
        expect(textOf(parse(page).querySelector('h1'))).toBe(folded(shownMessage(table.title)));
      }),
    );
  });

  test('must have as many cells in each row as columns', () => {
    expect(() => toTablePage({ title: 't', columns: [{ title: 'a' }], rows: [['1'], ['1', '2']] })).toThrow(
      '"rows[1]" expected 1 cells, one per column, got 2',
    );
  });
});

describe('the terminal', () => {
  test('gets no control character and no workflow command', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = toTerminal(viewOf(saying(report, text)));
        expect(shown).not.toMatch(control);
        for (const line of shown.split('\n')) expect(line).not.toMatch(/^\s*::|##\w*\[/);
        expect(shown).toContain(inert(shownName(text)));
      }),
    );
  });

  test('gets messages of several lines as lines, indented', () => {
    expect(toTerminal(viewOf(saying(report, 'one\ntwo')))).toContain('  one\n  two\n');
  });
});

describe('JUnit', () => {
  test('has no character that XML forbids', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(toJUnit(viewOf(saying(report, text)))).not.toMatch(/(?![\t\r\n])[\p{Cc}\p{Cs}\ufffe\uffff]/u);
      }),
    );
  });
});

describe('GitHub', () => {
  test('annotations are one command per line; the text comes back as it was', () => {
    const decode = (data: string): string =>
      data
        .replaceAll('%0A', '\n')
        .replaceAll('%0D', '\r')
        .replaceAll('%3A', ':')
        .replaceAll('%2C', ',')
        .replaceAll('%25', '%');
    fc.assert(
      fc.property(hostileText, (text) => {
        const lines = toAnnotations(saying(report, text)).trimEnd().split('\n');
        const failed = report.clauses
          .filter(({ verdict }) => verdict === 'fail')
          .toSorted((a, b) => a.level.localeCompare(b.level));
        expect(lines).toHaveLength(failed.length);
        for (const [i, line] of lines.entries()) {
          const [, title, message] = /^::(?:error|warning) title=([^:,]*)::(.*)$/.exec(line) as RegExpExecArray;
          expect(decode(title)).toContain(shownName(text));
          expect(decode(message)).toContain(`\n${shownMessage(text)}\n`);
          expect(decode(title)).toContain(failed[i].id);
        }
      }),
    );
  });

  test('at most ten errors and ten warnings; the tenth tells how many there are besides', () => {
    const many = (level: 'MUST' | 'SHOULD', count: number): Report['clauses'] =>
      Array.from({ length: count }, (_, i) => ({ id: `BN-99.${i}`, level, says: 's', verdict: 'fail', runs: 1 }));
    for (const [musts, shoulds] of [
      [10, 11],
      [30, 2],
      [11, 10],
    ]) {
      const lines = toAnnotations({ ...report, clauses: [...many('MUST', musts), ...many('SHOULD', shoulds)] }).split(
        '\n',
      );
      const errors = lines.filter((line) => line.startsWith('::error '));
      const warnings = lines.filter((line) => line.startsWith('::warning '));
      expect([errors.length, warnings.length]).toEqual([Math.min(10, musts), Math.min(10, shoulds)]);
      if (musts > 10) expect(errors[9]).toContain(`${musts - 9} more clauses`);
      if (shoulds > 10) expect(warnings[9]).toContain(`${shoulds - 9} more clauses`);
    }
  });

  test('the summary has the same elements, whatever the text, and the text is there', () => {
    const render = (text: string): string =>
      `<!doctype html><body>${marked.parse(toStepSummary(viewOf(saying(report, text))), { async: false, gfm: true })}</body>`;
    const harmless = skeleton(render('x'));
    fc.assert(
      fc.property(hostileText, (text) => {
        const page = render(text);
        expect(skeleton(page)).toEqual(harmless);
        expect(textOf(parse(page).querySelector('h2'))).toContain(folded(shownName(text)));
      }),
    );
  });

  test('the summary of a run in which everything fails stays far below the limit', () => {
    const text = '\u202e<&|'.repeat(300_000);
    const everything = { ...report, clauses: Array.from({ length: 200 }, () => report.clauses[1]) };
    expect(Buffer.byteLength(toStepSummary(viewOf(saying(everything, text))))).toBeLessThan(2 ** 19);
  });
});
