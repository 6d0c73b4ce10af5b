/** Every command that is printed begins with what starts this program here, and is written down once. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { wiring } from '../../../spec/wiring.ts';
import { init } from '../../../spec/cli/init.ts';
import { toMarkdown } from '../../../spec/cli/survey/markdown.ts';
import type { Table } from '../../../spec/cli/survey/table.ts';
import { toAnnotations, toStepSummary } from '../../../spec/report/github.ts';
import { pageOf } from '../../support/report-page.ts';
import { toJUnit } from '../../../spec/report/junit.ts';
import type { Report } from '../../../spec/report/report.ts';
import { toTerminal } from '../../../spec/report/terminal.ts';
import { viewOf, type ReportView } from '../../../spec/report/report-view.ts';
import { checkoutProgram, installedProgram } from '../../../spec/terms/program-command.ts';
import { temporaryFolder } from '../../support/bnspec.ts';
import { filesUnder, read } from '../../support/repository-files.ts';
import { failing } from './sample-reports.ts';
import { parse, textOf } from './page-skeleton.ts';

describe.each([checkoutProgram, installedProgram])('started by %s', (program) => {
  let report: Report;
  beforeAll(async () => {
    report = { ...(await failing()), program };
  });

  const html = (view: ReportView): string => textOf(parse(pageOf(view)));
  /** References to characters, as GitHub reads them. */
  const summary = (view: ReportView): string =>
    toStepSummary(view).replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

  test.each([
    ['the terminal', toTerminal],
    ['the page', html],
    ['JUnit', toJUnit],
    ['annotations', toAnnotations],
    ['the summary of a step', summary],
  ])('%s prints it before each replay, and no other', (_, show) => {
    const starts = [...show(viewOf(report)).matchAll(/(\S+ \S+(?: \S+)?) check --replay/g)].map(([, start]) => start);
    expect(starts.length).toBeGreaterThan(0);
    for (const start of starts) expect(start.endsWith(program)).toBe(true);
  });

  test('init and the status table print it', () => {
    const next = init('python', { out: join(temporaryFolder(), 'new') }, { ...wiring, program });
    expect(next).toContain(`  ${program} doctor --`);
    expect(next).toContain(`  ${program} check --`);
    const table = JSON.parse(read('impl/status.json')) as Table;
    expect(toMarkdown(table, program)).toContain(`Written by \`${program} survey\``);
  });
});

test('no other file of the suite spells it out', () => {
  const spelled = filesUnder('spec', '.ts').filter((file) => /npx (tsx spec\/cli|bnspec)/.test(read(file)));
  expect(spelled).toEqual(['spec/terms/program-command.ts']);
});
