/** Report → JUnit XML: one test case per clause, chapters as class names. A failed SHOULD is a skipped case with its reason. */
import junitReportBuilder, { type Builder } from 'junit-report-builder';
import { details } from './failure-details.ts';
import { shownMessage, shownName } from './untrusted-text.ts';
import { evidenceSays } from './verdict-words.ts';
import type { ReportView } from './report-view.ts';

export function toJUnit(report: ReportView): string {
  // The package's types describe its default export as a CommonJS namespace, which it is not.
  const junit = (junitReportBuilder as unknown as Builder).newBuilder();
  const suite = junit.testSuite().name(`bnspec ${shownName(report.implementation.name)}`);
  suite
    .property('seed', String(report.seed))
    .property('verdict', report.verdict)
    .property('evidence', evidenceSays(report.evidence));
  if (report.interrupted) suite.property('interrupted', 'true');
  if (report.next !== undefined) suite.property('next', shownMessage(report.next));
  if (report.grade !== null) suite.property('grade', report.grade);
  for (const clause of report.clauses) {
    const { id, level, says, verdict } = clause;
    const message = shownMessage(clause.message ?? '');
    const test = suite
      .testCase()
      .className(`bnspec.${id.slice(0, id.indexOf('.'))}`)
      .name(`${id} ${level} ${says}`);
    if (verdict === 'fail' && level === 'MUST') test.failure(message);
    else if (verdict === 'error') test.error();
    else if (verdict !== 'pass') test.skipped();
    if (verdict !== 'pass')
      test.standardOutput(inCdata([`${verdict} ${message}`, ...details(clause, report)].join('\n')));
  }
  for (const sentence of report.unexpected ?? []) {
    suite.testCase().className('bnspec.expected').name(sentence).failure('outdated entry in the known-failures file');
  }
  for (const sentence of report.missing ?? []) {
    suite.testCase().className('bnspec.evidence').name(shownMessage(sentence)).error();
  }
  return junit.build();
}

/** The builder splits only the first end of a CDATA section in a text. */
const inCdata = (text: string): string => text.replaceAll(']]>', ']]\\u{3e}');
