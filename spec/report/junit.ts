/**
 * Report → JUnit XML, as build servers show it: first a test case for the verdict, with the diagnosis, then one per clause,
 * chapters as class names. A failed SHOULD is a skipped case with its reason. Times are measured, so they differ from run to
 * run; they are in no other format.
 */
import { details } from './failure-details.ts';
import { type Markup, xml } from './html/markup.ts';
import { cut, messageLimit, shownName, visibleLine } from './untrusted-text.ts';
import type { Report } from './report.ts';
import { evidenceSays, gradeSays, verdictSays } from './verdict-words.ts';
import type { ClauseView, ReportView } from './report-view.ts';

/** Seconds that each clause took, by id; none for what was not measured. */
export type Times = ReadonlyMap<string, number>;

export function toJUnit(report: ReportView, times: Times = new Map()): string {
  const { clauses, implementation, verdict } = report;
  const [failed, open] = [verdict === 'fails', verdict === 'error'].map(Number);
  const count = (wanted: 'failure' | 'error' | 'skipped'): number =>
    clauses.filter((clause) => outcomeOf(clause) === wanted).length;
  const counts = {
    tests: clauses.length + 1,
    failures: count('failure') + failed,
    errors: count('error') + open,
    skipped: count('skipped'),
  };
  const total = [...times.values()].reduce((sum, each) => sum + each, 0);
  const totals = xml`tests="${counts.tests}" failures="${counts.failures}" errors="${counts.errors}" skipped="${counts.skipped}" time="${seconds(total)}"`;
  const document = xml`<testsuites ${totals}>
<testsuite name="bnspec ${shownName(implementation.name)}" ${totals}>
<properties>
${propertiesOf(report).map(([name, value]) => xml`<property name="${name}" value="${value}"/>\n`)}</properties>
${verdictCase(report)}${clauses.map((clause) => clauseCase(clause, report, times.get(clause.id)))}</testsuite>
</testsuites>
`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${valid(document.source)}`;
}

const seconds = (time: number): string => time.toFixed(3);

function propertiesOf(report: Report): (readonly [name: string, value: string])[] {
  const { seed, verdict, evidence, interrupted, grade } = report;
  return [
    ['seed', String(seed)],
    ['verdict', verdict],
    ['evidence', evidenceSays(evidence)],
    ...(interrupted ? [['interrupted', 'true'] as const] : []),
    ...(grade === null ? [] : [['grade', grade] as const]),
  ];
}

/** One name for every run, so that a build server shows its history. */
function verdictCase(report: Report): Markup {
  const { verdict, diagnosis, missing = [], next, unexpected = [] } = report;
  const lines = [
    ...diagnosis.flatMap(({ id, says, evidence }) => [`diagnosis ${id}: ${says}`, `  ${evidence}`]),
    ...missing.map((sentence) => `missing: ${sentence}`),
    ...(next === undefined ? [] : [`next: ${next}`]),
    ...unexpected.map((sentence) => `outdated entry in the known-failures file: ${sentence}`),
  ];
  const first = diagnosis.length > 0 ? `: ${diagnosis[0].says}` : '';
  const message = `${verdictSays(report)}, ${gradeSays(report)}${first}`;
  const kind = verdict === 'fails' ? 'failure' : 'error';
  const outcome = verdict !== 'conforms' && problem(kind, verdict, message, lines);
  return xml`<testcase classname="bnspec" name="verdict">${outcome}</testcase>\n`;
}

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

function outcomeOf({ verdict, level }: ClauseView): Outcome {
  if (verdict === 'pass') return 'passed';
  if (verdict === 'fail' && level === 'MUST') return 'failure';
  return verdict === 'error' ? 'error' : 'skipped';
}

function clauseCase(clause: ClauseView, report: Report, time: number | undefined): Markup {
  const { id, level, says, verdict, message = '', known } = clause;
  const outcome = outcomeOf(clause);
  const { message: _, ...evidence } = clause;
  const body = details(evidence, report);
  const reason =
    known === undefined ? message : `${known.reason}${known.thread === undefined ? '' : `: ${known.thread}`}`;
  const said = verdict === 'expected-fail' ? [message, ...body] : body;
  const name = `${id} ${level} ${says}`;
  return xml`<testcase classname="bnspec.${id.slice(0, id.indexOf('.'))}" name="${name}"${time !== undefined && xml` time="${seconds(time)}"`}>${
    outcome === 'skipped'
      ? xml`<skipped message="${attribute(reason)}"/>${said.length > 0 && xml`<system-out>${text(said)}</system-out>`}`
      : outcome !== 'passed' && problem(outcome, verdict, message, body)
  }</testcase>\n`;
}

/** The first line of what is wrong as its message; all of it, and how it is seen, as its body. */
function problem(kind: 'failure' | 'error', type: string, message: string, body: readonly string[]): Markup {
  const [first, ...rest] = message.trim().split('\n');
  const content = xml`message="${attribute(first)}" type="${type}">${text([...rest, ...body])}`;
  return kind === 'failure' ? xml`<failure ${content}</failure>` : xml`<error ${content}</error>`;
}

const attribute = (line: string): string => visibleLine(cut(line, messageLimit));

const text = (lines: readonly string[]): string => lines.map((line) => cut(line, messageLimit)).join('\n');

/** Writes out the two characters that XML forbids and `visible` lets pass. */
const valid = (line: string): string =>
  line.replaceAll(/[\uFFFE\uFFFF]/g, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`);
