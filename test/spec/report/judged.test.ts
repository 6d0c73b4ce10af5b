/** An element has one expected number, one error and one allowed error, in whatever format a report is read. */
import { describe, expect, test } from 'vitest';
import { mutantOf } from '../../../impl/mutants/_bank.ts';
import { reference } from '../../../reference/oracle.ts';
import { run } from '../../../spec/check/run.ts';
import { clauses } from '../../../spec/clauses/index.ts';
import { fromJsonNumber } from '../../../spec/report/json-number.ts';
import { isComparable, judged } from '../../../spec/report/judged.ts';
import { toJUnit } from '../../../spec/report/junit.ts';
import { brief } from '../../../spec/report/number-forms.ts';
import { toTerminal } from '../../../spec/report/terminal.ts';
import { type ReportView, viewOf } from '../../../spec/report/report-view.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { pageOf } from '../../support/report-page.ts';
import { all, parse, textOf } from './page-skeleton.ts';

const chosen = clauses.filter(({ id }) => /^BN-(3\.[236]|4\.1|6\.|8\.[347]|11\.|12\.|14\.1)/.test(id));

async function reportAt(id: string, required: 'exact' | 'offset-free' | 'stable' | 'cancelling'): Promise<ReportView> {
  const { implementation } = (await mutantOf(id)).under();
  const claims = resolveClaims(implementation.claims);
  const options = { reference, claims, required, seed: 1, runs: 3, command: id, clauses: chosen };
  return viewOf(await run(targetOf(implementation), options));
}

/** A wrong formula, a wrong variance, and one that is right but for its accuracy. */
describe.each(['BW03', 'ST01a', 'ST07b'])('%s', (id) => {
  test.each(['exact', 'offset-free', 'stable', 'cancelling'] as const)('required %s', async (required) => {
    const report = await reportAt(id, required);
    let compared = 0;
    for (const { id: clause, shown, worst, verdict, message } of report.clauses) {
      if (verdict !== 'fail' || shown?.number === undefined || worst === undefined) continue;
      if (/error bound/.test(message ?? ''))
        expect([clause, message]).toEqual([clause, expect.stringContaining(`\`${required}\``)]);
      const { place, number, exchanges } = shown;
      if (number.law || place === undefined) continue;
      const output = exchanges[place.exchange].outputs.find(({ name }) => name === place.output);
      if (output === undefined || !isComparable(output)) continue;
      const element = judged(output)[place.index];
      const [error, bound] = [worst.error, worst.bound].map(fromJsonNumber);
      expect([clause, element]).toEqual([
        clause,
        { index: place.index, value: number.actual, exact: number.expected, error, bound, ratio: element.ratio },
      ]);
      expect(element.ratio).toBeGreaterThan(1);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(0);
  });
});

test('terminal, JUnit and page say the same of each', async () => {
  const report = await reportAt('ST01a', 'stable');
  const failed = report.clauses.filter(({ verdict, shown }) => verdict === 'fail' && shown?.number);
  expect(failed.length).toBeGreaterThan(3);
  const [terminal, junit] = [toTerminal(report, { verbose: true }), toJUnit(report)];
  const page = parse(pageOf(report));
  for (const { id, shown, worst } of failed) {
    if (worst === undefined || shown?.number === undefined) continue;
    const [error, bound] = [worst.error, worst.bound].map((each) => brief(fromJsonNumber(each)));
    const line = `error     ${error}; allowed${shown.number.law ? ' by the law' : ''} ${bound}`;
    const explained = terminal.slice(terminal.lastIndexOf(`  ${id} `));
    expect([id, explained]).toEqual([id, expect.stringContaining(line)]);
    expect([id, junit.slice(junit.indexOf(`"${id} `))]).toEqual([id, expect.stringContaining(line)]);
    const section = page.querySelector(`#failed-${id.replace('.', '\\.')}`);
    const numbers = all(section!, '.distance dd').map(textOf);
    expect([id, ...numbers.slice(0, 2)]).toEqual([id, error, bound]);
    if (shown.number.law) continue;
    const cells = all(section!, '.elements tbody tr')[0];
    const shownCells = Array.from(cells.querySelectorAll('td.number'), textOf).slice(-3, -1);
    expect([id, ...shownCells]).toEqual([id, error, bound]);
  }
});
