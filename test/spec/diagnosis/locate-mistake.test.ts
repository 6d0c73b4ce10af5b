/** Conditions of mistakes that nothing known explains, read from many combinations. */
import { describe, expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { everyUsualPair } from '../../../spec/cases/combination.ts';
import { mapValues } from '../../../spec/cases/scenario-variants.ts';
import { decodeWhere } from '../../../spec/diagnosis/locate-mistake.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { channels, claims, left, right, told } from './wrong-under-condition.ts';

describe('a condition', () => {
  test('of one part is reported, with the calls that show it', async () => {
    const [all, ...more] = await told(({ beta }) => beta === undefined);
    expect(all).toMatch(
      /^where: infer_forward gives wrong y where beta is not given, and nowhere else. (\d+) of \1 such calls violate the specification, and none of \d+ others, of all sizes, types and values$/,
    );
    expect(more).toEqual([]);
    const [met, others] = (/(\d+) of \d+ such.* (\d+) others/.exec(all) ?? []).slice(1).map(Number);
    expect(met + others).toBe(everyUsualPair(claims).length);
  });

  test('of two parts is described by both', async () => {
    const [all] = await told((call) => call.x.dtype === 'float64' && channels(call) % 2 === 1);
    expect(all).toMatch(
      /^where: infer_forward gives wrong y where x is of type float64 and the number of channels is odd, and nowhere else/,
    );
  });

  test('is none where every call is wrong, where few are, and where nothing is', async () => {
    expect(await told(() => true)).toEqual([]);
    expect(await told(() => false)).toEqual([]);
    let k = 0;
    expect(await told(({ beta }) => beta === undefined && k++ < 2)).toEqual([]);
  });
});

test('what is wrong in calls with special values alone is read from those', async () => {
  const hiding: Implementation = {
    ...right,
    inferForward: async (call) => {
      const { y } = await right.inferForward(call);
      return { y: valuesOf(call.x).includes(Infinity) ? mapValues(y, () => 7) : y };
    },
  };
  const [{ says }] = await decodeWhere({ target: targetOf(hiding), reference, claims }, left);
  expect(says).toMatch(/^infer_forward gives wrong y (only )?where .*x contains an infinity/);
});
