/** Conditions of mistakes that nothing known explains, read from many combinations. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { everyUsualPair } from '../../../spec/cases/combination.ts';
import { mapValues } from '../../../spec/cases/variants.ts';
import type { Scope } from '../../../spec/diagnosis/findings.ts';
import { decodeWhere } from '../../../spec/diagnosis/where.ts';
import type { Implementation, InferForward } from '../../../spec/terms/contract.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';

const right = implementationOf('', {}, { dtypes: ['float32', 'float64'] });

const claims = resolveClaims(right.claims);

const left: Scope[] = [{ operation: 'inferForward', output: 'y', missed: [], right: [] }];

/** Adds 1 to every y of the calls in which it is wrong. */
const wrongWhere = (is: (call: InferForward) => boolean): Implementation => ({
  ...right,
  inferForward: async (call) => {
    const { y } = await right.inferForward(call);
    return { y: is(call) ? mapValues(y, (value) => value + Math.max(1, Math.abs(value))) : y };
  },
});

const told = async (is: (call: InferForward) => boolean): Promise<string[]> => {
  const found = await decodeWhere({ target: targetOf(wrongWhere(is)), reference, claims }, left);
  return found.map(({ id, says, evidence }) => `${id}: ${says} ${evidence}`);
};

const channels = ({ x, axis }: InferForward): number => layoutOf(x.shape, axis).channels;

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

  test('is described by the limit that lies between right and wrong calls', async () => {
    expect((await told((call) => channels(call) > 16))[0]).toMatch(
      /^where: infer_forward gives wrong y where the number of channels is 17 or more, and nowhere else/,
    );
  });

  test('of two parts is described by both', async () => {
    const [all] = await told((call) => call.x.dtype === 'float64' && channels(call) % 2 === 1);
    expect(all).toMatch(
      /^where: infer_forward gives wrong y where x is of type float64 and the number of channels is odd, and nowhere else/,
    );
  });

  test('that traits cannot express is described as far as they can', async () => {
    const [all] = await told(({ gamma, x }) => gamma === undefined && valuesOf(x)[0] > 0);
    expect(all).toMatch(
      /^where: inferForward gives wrong y only where gamma is not given( and .*)?\. (\d+) of \d+ such/,
    );
  });

  test('is none where every call is wrong, where few are, and where nothing is', async () => {
    expect(await told(() => true)).toEqual([]);
    expect(await told(() => false)).toEqual([]);
    let k = 0;
    expect(await told(({ beta }) => beta === undefined && k++ < 2)).toEqual([]);
  });

  test('is none where wrong calls have nothing in common that most right ones have not', async () => {
    let k = 0;
    expect(await told(() => k++ % 2 === 0)).toEqual([]);
  });
});

test('a failing call is reported', async () => {
  const failing: Implementation = {
    ...right,
    inferForward: (call) => {
      if (call.x.dtype === 'float64') throw new Error('no');
      return right.inferForward(call);
    },
  };
  const status: Scope[] = [{ operation: 'inferForward', output: 'status', missed: [], right: [] }];
  const [{ says }] = await decodeWhere({ target: targetOf(failing), reference, claims }, status);
  expect(says).toBe('infer_forward fails where x is of type float64, and nowhere else.');
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
