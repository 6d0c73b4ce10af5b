/**
 * The oracle equals the certified result, bit for bit. By default 100,000 outputs; BNSPEC_OUTPUTS=1000000 for the
 * million that the README reports.
 */
import { expect, test } from 'vitest';
import { decisions } from '../../reference/oracle.ts';
import { familyNames } from './support/adversarial.ts';
import { agreement } from './support/agreement.ts';

const outputs = Number(process.env['BNSPEC_OUTPUTS'] ?? 100_000);

test('rounds every output of every operation as exact arithmetic does', { timeout: 600_000 }, () => {
  const before = { ...decisions };
  const { compared, mismatches, byFamily } = agreement(1, outputs);
  expect(mismatches).toEqual([]);
  expect(compared).toBeGreaterThanOrEqual(outputs);
  expect(Object.keys(byFamily).toSorted()).toEqual([...familyNames].toSorted());
  // Both ways of deciding must have been at work, or this compares exact arithmetic with itself.
  const exact = decisions.exact - before.exact;
  const rounded = decisions.rounded - before.rounded;
  console.info(`${compared} outputs compared; exact arithmetic decided ${exact} of ${rounded}`);
  expect(rounded - exact).toBeGreaterThan(0.2 * rounded);
  expect(exact).toBeGreaterThan(0);
});
