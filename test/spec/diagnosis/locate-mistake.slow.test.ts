/** Conditions of mistakes of other kinds and in several outputs, read from many combinations. */
import { describe, expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { mapValues } from '../../../spec/cases/scenario-variants.ts';
import type { Scope } from '../../../spec/diagnosis/violations.ts';
import { decodeWhere } from '../../../spec/diagnosis/locate-mistake.ts';
import type { Implementation } from '../../../spec/terms/contract.ts';
import { valuesOf } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import { channels, claims, left, right, told } from './wrong-under-condition.ts';

describe('a condition of another kind', () => {
  test('is described by the limit that lies between right and wrong calls', async () => {
    expect((await told((call) => channels(call) > 16))[0]).toMatch(
      /^where: infer_forward gives wrong y where the number of channels is 17 or more, and nowhere else/,
    );
  });

  test('that traits cannot express is described as far as they can', async () => {
    const [all] = await told(({ gamma, x }) => gamma === undefined && valuesOf(x)[0] > 0);
    expect(all).toMatch(
      /^where: infer_forward gives wrong y only where gamma is not given( and .*)?\. (\d+) of \d+ such/,
    );
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

test('changes of a call to its own arguments are reported, and not their effect on the next call', async () => {
  const writing: Implementation = {
    ...right,
    inferForward: async (call) => {
      const answer = await right.inferForward(call);
      if (call.beta) return answer;
      call.x.data[0] = 7;
      return { y: mapValues(answer.y, () => 7e7) };
    },
  };
  const says = async (...outputs: readonly Scope['output'][]): Promise<string[]> => {
    const scopes: Scope[] = outputs.map((output) => ({ operation: 'inferForward', output, missed: [], right: [] }));
    const found = await decodeWhere({ target: targetOf(writing), reference, claims }, scopes);
    return found.map((diagnosis) => diagnosis.says);
  };
  const where = 'where beta is not given, and nowhere else.';
  expect(await says('purity')).toEqual([`infer_forward modifies or returns memory it does not own ${where}`]);
  expect(await says('y', 'purity')).toEqual([
    `infer_forward gives wrong y and modifies or returns memory it does not own ${where}`,
  ]);
});

test('outputs of one operation are reported together, and only the requested ones', async () => {
  const implementation: Implementation = {
    ...right,
    trainForward: async (call) => {
      const answer = await right.trainForward(call);
      const { y, mean } = answer;
      if (call.gamma) return answer;
      return { ...answer, y: mapValues(y, () => 7e7), ...(mean && { mean: mapValues(mean, () => 7e7) }) };
    },
  };
  const of = (...outputs: readonly Scope['output'][]): Promise<{ says: string }[]> =>
    decodeWhere(
      { target: targetOf(implementation), reference, claims },
      outputs.map((output) => ({ operation: 'trainForward', output, missed: [], right: [] })),
    );
  const says = async (...outputs: readonly Scope['output'][]): Promise<string[]> =>
    (await of(...outputs)).map((diagnosis) => diagnosis.says);
  const where = 'where gamma is not given, and nowhere else.';
  expect(await says('y', 'mean')).toEqual([`train_forward gives wrong y, mean ${where}`]);
  expect(await says('mean')).toEqual([`train_forward gives wrong mean ${where}`]);
  const elsewhere: Scope = { ...left[0], output: 'y' };
  const trained: Scope = { operation: 'trainForward', output: 'mean', missed: [], right: [] };
  const both = await decodeWhere({ target: targetOf(implementation), reference, claims }, [elsewhere, trained]);
  expect(both.map((diagnosis) => diagnosis.says)).toEqual([`train_forward gives wrong mean ${where}`]);
});
