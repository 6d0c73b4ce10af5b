/** JUnit: well-formed whatever an adapter says, the diagnosis first, and every text once. */
import fc from 'fast-check';
import { DOMParser } from 'linkedom';
import { beforeAll, describe, expect, test } from 'vitest';
import { notReached, type Report } from '../../../spec/report/report.ts';
import { toJUnit } from '../../../spec/report/junit.ts';
import { cut, messageLimit, shownName, visibleLine } from '../../../spec/report/untrusted-text.ts';
import { viewOf } from '../../../spec/report/report-view.ts';
import { failing, hostileText, saying } from './sample-reports.ts';
import type { PageElement } from './page-skeleton.ts';

let report: Report;
beforeAll(async () => {
  report = { ...(await failing()), measurements: { outputs: [], probes: [] } };
});

const parse = (xml: string): PageElement =>
  (new DOMParser().parseFromString(xml, 'text/xml') as unknown as { documentElement: PageElement }).documentElement;

const all = (element: PageElement, selectors: string): PageElement[] => Array.from(element.querySelectorAll(selectors));

const references = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' } as const;

/** linkedom leaves the references in attributes of XML as they are. */
const attribute = (element: PageElement | null | undefined, name: string): string =>
  (element?.getAttribute(name) ?? '').replaceAll(
    /&(?:lt|gt|quot|#39|amp);/g,
    (each) => references[each as keyof typeof references],
  );

/** What XML calls characters. */
const allowed = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

/** Elements close in the order in which they opened, and every `&` begins a reference: an XML parser is stricter than linkedom. */
function expectWellFormed(xml: string): void {
  expect(xml).toMatch(allowed);
  const open: string[] = [];
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  const token = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  for (let at = 0; at < body.length; at = token.lastIndex) {
    token.lastIndex = at;
    const [, closes, name, attributes = '', closed, text = ''] =
      token.exec(body) ?? expect.fail(`at ${body.slice(at, at + 80)}`);
    expect((attributes + text).replaceAll(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
    expect(text).not.toContain(']]>');
    if (name === undefined) continue;
    if (closes) expect(open.pop()).toBe(name);
    else if (!closed) open.push(name);
  }
  expect(open).toEqual([]);
}

describe('whatever an adapter says', () => {
  test('the document is well-formed, has the same elements, and the text as text', () => {
    const outline = (xml: string): string[] => all(parse(xml), '*').map(({ localName }) => localName);
    const harmless = outline(toJUnit(viewOf(saying(report, 'x'))));
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string({ unit: 'binary' }), fc.constant('\ufffe\uffff]]>')), (text) => {
        const xml = toJUnit(viewOf(saying(report, `x${text}`)));
        expectWellFormed(xml);
        expect(outline(xml)).toEqual(harmless);
        const document = parse(xml);
        expect(attribute(document.querySelector('testsuite'), 'name')).toBe(
          `bnspec ${shownName(`x${text}`)}`.replaceAll(
            /[\ufffe\uffff]/g,
            (c) => `\\u{${c.charCodeAt(0).toString(16)}}`,
          ),
        );
      }),
    );
  });

  test('a megabyte of it is cut', () => {
    expect(toJUnit(viewOf(saying(report, '<i>'.repeat(350_000)))).length).toBeLessThan(1e6);
    expect(messageLimit).toBeLessThan(1e4);
  });
});

describe('of a wrong implementation', () => {
  let document: PageElement;
  const diagnosis = [{ id: 'ST01a', says: 'It divides by m - 1.', evidence: 'all of it' }];
  const caseOf = (name: string): PageElement | undefined =>
    all(document, 'testcase').find((each) => attribute(each, 'name').startsWith(`${name} `));
  beforeAll(() => {
    document = parse(
      toJUnit(
        viewOf({ ...report, diagnosis }),
        new Map([
          ['BN-3.2', 1.25],
          ['BN-4.1', 0.5],
        ]),
      ),
    );
  });

  test('the first case is the verdict, with the diagnosis in message and body', () => {
    const [first] = all(document, 'testcase');
    expect([attribute(first, 'classname'), attribute(first, 'name')]).toEqual(['bnspec', 'verdict']);
    expect(attribute(first.querySelector('failure'), 'message')).toMatch(
      /^does not conform, .*: It divides by m - 1\.$/,
    );
    expect(first.textContent).toContain('diagnosis ST01a: It divides by m - 1.\n  all of it');
  });

  test('a failure has the message, and the counterexample as its body, and nothing twice', () => {
    const failed = caseOf('BN-3.2');
    const { message = '' } = report.clauses.find(({ id }) => id === 'BN-3.2') ?? {};
    expect(attribute(failed?.querySelector('failure'), 'message')).toBe(message);
    expect(failed?.textContent).toMatch(/^case {6}train_forward[\s\S]*variance\[\d\]\n {2}expected [\s\S]*again {5}\S/);
    expect(failed?.textContent).not.toContain(message);
    expect(failed?.querySelector('system-out')).toBeNull();
  });

  test('a failed SHOULD is skipped for a reason, and its counterexample is kept', () => {
    const noted = caseOf('BN-3.6');
    expect(attribute(noted?.querySelector('skipped'), 'message')).not.toBe('');
    expect(noted?.querySelector('system-out')?.textContent).toContain('expected');
  });

  test('the counts are those of the cases, and times stand where they were measured', () => {
    const suite = document.querySelector('testsuite');
    const counted = { tests: 'testcase', failures: 'failure', errors: 'error', skipped: 'skipped' };
    for (const [name, selector] of Object.entries(counted)) {
      expect([name, Number(attribute(suite, name))]).toEqual([name, all(document, selector).length]);
      expect([name, attribute(document, name)]).toEqual([name, attribute(suite, name)]);
    }
    expect(attribute(suite, 'time')).toBe('1.750');
    expect(attribute(caseOf('BN-3.2'), 'time')).toBe('1.250');
    expect(caseOf('BN-2.1')?.getAttribute('time')).toBeNull();
  });
});

test('one that conforms has no failure; one that was not judged has errors', () => {
  const passed = report.clauses.map(({ id, level, says }) => ({ id, level, says, verdict: 'pass' as const, runs: 1 }));
  const right = parse(toJUnit(viewOf({ ...report, verdict: 'conforms', clauses: passed, diagnosis: [] })));
  expect(all(right, 'failure, error, skipped')).toEqual([]);
  const open = passed.map((clause) => ({ ...clause, verdict: 'error' as const, message: notReached }));
  const missing = ['train_forward refused 3 of 3 calls'];
  const none = parse(
    toJUnit(viewOf({ ...report, verdict: 'error', reason: 'incomplete', clauses: open, diagnosis: [], missing })),
  );
  expect(all(none, 'error')).toHaveLength(passed.length + 1);
  expect(all(none, 'testcase')[0].textContent).toBe(`missing: ${missing[0]}`);
});

test('a known failure is skipped with the reason why it is known', () => {
  const [first] = report.clauses;
  const known = { reason: 'by\ndesign', thread: 'https://example.org/1' };
  const one = { ...first, verdict: 'expected-fail' as const, known };
  const document = parse(toJUnit(viewOf({ ...report, clauses: [one] })));
  expect(attribute(document.querySelector('skipped'), 'message')).toBe(
    visibleLine(cut('by\ndesign: https://example.org/1', 99)),
  );
});
