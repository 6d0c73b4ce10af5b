/**
 * The page of a failing check shows its counterexample, for mistakes of every kind: formulas, layouts, special values,
 * rounding, memory, sequences of calls, crashes and hangs. BNSPEC_ALL_MUTANTS=1 takes every mutant there is.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mutantIds, mutantOf } from '../../../impl/mutants/_bank.ts';
import { defaultRuns } from '../../../spec/cli/options.ts';
import { pageOf } from '../../support/report-page.ts';
import { viewOf } from '../../../spec/report/report-view.ts';
import { brief, decimal } from '../../../spec/report/number-forms.ts';
import { fromJsonNumber } from '../../../spec/report/json-number.ts';
import type { ClauseReport } from '../../../spec/report/report.ts';
import { roundTo } from '../../../spec/terms/dtype.ts';
import { bnspec, moduleWith, temporaryFolder } from '../../support/bnspec.ts';
import { launch, lacksBrowser, visit } from './browser.ts';
import { reportOn } from './sample-reports.ts';
import { all, parse, textOf } from './page-skeleton.ts';

const everything = process.env['BNSPEC_ALL_MUTANTS'] === '1';

const sample = ['ST01a', 'EP01a', 'BW02', 'RS01', 'AF01a', 'LY01a', 'SH01a', 'SV06', 'PR08a', 'AL01', 'SY01', 'CA03'];

const chosen = (await Promise.all((everything ? mutantIds() : sample).map(mutantOf))).filter(
  ({ breaks, owed }) => owed === 'kill' && breaks.length > 0,
);

const runs = everything ? defaultRuns : 20;

/** Text that must be readable on a page that explains this clause. */
function shown({ replay, counterexample, worst }: ClauseReport): string[] {
  const { expected, actual, dtype = 'float32' } = counterexample ?? {};
  const number = (value: typeof expected): string[] =>
    value === undefined ? [] : [decimal(roundTo(dtype, fromJsonNumber(value)), dtype)];
  return [
    ...(replay === undefined ? [] : [`--replay ${replay}`]),
    ...number(expected),
    ...number(actual),
    ...(worst && expected !== undefined ? [brief(fromJsonNumber(worst.error))] : []),
  ];
}

describe.skipIf(lacksBrowser)('the page of a failing check', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  async function opens(html: string): Promise<void> {
    const path = join(temporaryFolder(), 'report.html');
    writeFileSync(path, html);
    const { page, complaints, requests, close } = await visit(browser, path);
    expect(await page.locator('.failure[open] .call').first().isVisible()).toBe(true);
    expect([complaints, requests]).toEqual([[], []]);
    await close();
  }

  test.each(chosen.map(({ id, breaks }) => [id, breaks] as const))(
    'of mutant %s opens and shows its counterexample',
    { timeout: 120_000 },
    async (id, breaks) => {
      const report = await reportOn((await mutantOf(id)).under().implementation, breaks, runs);
      const failed = report.clauses.filter(({ verdict }) => verdict === 'fail');
      expect(failed.length).toBeGreaterThan(0);
      const html = pageOf(viewOf(report));
      const page = parse(html);
      for (const clause of failed) {
        const explanation = page.querySelector(`[id="failed-${clause.id}"]`);
        for (const text of shown(clause)) expect(textOf(explanation)).toContain(text);
        const calls = Array.from(explanation?.querySelectorAll('.call') ?? []);
        expect(calls).toHaveLength(Math.min(6, clause.counterexample?.requests.length ?? 0));
        for (const call of calls) expect(textOf(call.querySelector('.inputs'))).toMatch(/\bx b?float\d\d/);
      }
      if (failed.some(({ level }) => level === 'MUST')) await opens(html);
    },
  );

  test.each([
    ['a crash', 'process.exit(3)', 'No answer: crash.'],
    ['a hang', 'for (;;);', 'No answer: timeout.'],
    ['an exception', `throw new TypeError('no <b>luck</b>')`, 'TypeError: no <b>luck</b>'],
  ])('of %s opens and says what came instead of an answer', { timeout: 120_000 }, async (_, body, said) => {
    const plain = new URL('../../../impl/plain/index.ts', import.meta.url).href;
    const path = moduleWith(
      `import plain from '${plain}';\nexport default { ...plain, inferForward() { ${body} } };`,
      'odd.ts',
    );
    const file = join(temporaryFolder(), 'report.html');
    const { code } = await bnspec(
      'check',
      path,
      '--clause',
      'BN-7.1',
      '--runs',
      '2',
      '--timeout',
      '700',
      '--html',
      file,
    );
    expect(code).toBe(1);
    const { page, complaints, close } = await visit(browser, file);
    expect(await page.locator('.failure[open] .call').first().textContent()).toContain(said);
    expect(complaints).toEqual([]);
    await close();
  });
});

test('the heat map marks the element that failed, in its place', async () => {
  const report = await reportOn((await mutantOf('ST01a')).under().implementation, ['BN-3.2'], runs);
  const page = parse(pageOf(viewOf(report)));
  const [focus] = all(page, '.heat .focus');
  expect(textOf(focus)).toMatch(/^✗ \d/);
  expect(all(page, '.heat .focus')).toHaveLength(1);
  const row = page.querySelector('.elements tbody tr');
  expect(
    all(row as never, 'td')
      .slice(0, 4)
      .map(textOf),
  ).toEqual(['0', '0.25', '0.5', '0.25']);
});
