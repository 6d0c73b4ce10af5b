/** As recurrence.test.ts, for float32: a hundred million steps. */
import { expect, test } from 'vitest';
import { formats } from '../../../spec/terms/dtype.ts';
import { read } from '../../support/repository-files.ts';
import { growths, needs, reach, steps } from './recurrence-growth.ts';

test('float32: Welford’s recurrence meets its bounds for every m that is judged', () => {
  const u = formats.float32.unitRoundoff;
  const { largestM } = JSON.parse(read('spec/proofs/proved.json')) as { readonly largestM: Record<string, number> };
  const growth = growths(u, largestM[24]);
  const grown = steps(u, largestM[24], 16).map((each, m) => Math.min(each, growth[m]));
  expect(reach(needs(u, grown))).toBe(largestM[24]);
});
