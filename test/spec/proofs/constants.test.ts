/** The constants of the theorems, as Coq computes them, are those of the bounds: code and theorem cannot part. */
import { expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { boundsOf } from '../../../spec/accuracy/bounds.ts';
import { constantK, elementwiseK, largestKu, updateK } from '../../../spec/accuracy/grade.ts';
import type { DType, Tensor } from '../../../spec/terms/contract.ts';
import { dtypes, formats } from '../../../spec/terms/dtype.ts';
import {
  type Calls,
  type Operation,
  operations,
  isPointwise,
  type TensorName,
} from '../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { read } from '../../support/repository-files.ts';

const proved = JSON.parse(read('spec/proofs/proved.json')) as {
  readonly K: Readonly<Record<string, number>>;
  readonly largestM: Readonly<Record<string, number>>;
  readonly elementwiseK: number;
  readonly updateK: number;
};

test('K', () => {
  const counts = Object.keys(proved.K).map(Number);
  expect(counts.length).toBeGreaterThan(10);
  expect(proved.K).toEqual(Object.fromEntries(counts.map((m) => [m, constantK(m, 'any-order')])));
  expect([proved.elementwiseK, proved.updateK]).toEqual([elementwiseK, updateK]);
});

test('the README lists the largest m of each type', () => {
  const rows = [...read('spec/proofs/README.md').matchAll(/^\| (\w+) \| (\d+) \|$/gm)];
  const listed = Object.fromEntries(rows.map(([, dtype, m]) => [dtype, Number(m)]));
  const computed = dtypes.map((dtype) => [dtype, proved.largestM[-Math.log2(formats[dtype].unitRoundoff)]]);
  expect(listed).toEqual(Object.fromEntries(computed));
});

test('as many values are judged as the theorems reach, and not one more', () => {
  // Those of float64 exceed every shape.
  for (const dtype of ['bfloat16', 'float16', 'float32'] as const) {
    const u = formats[dtype].unitRoundoff;
    const m = proved.largestM[-Math.log2(u)];
    expect(constantK(m, 'any-order') * u).toBeLessThanOrEqual(largestKu);
    expect(constantK(m + 1, 'any-order') * u).toBeGreaterThan(largestKu);
  }
});

test.each(operations)('%s: beyond them, results that count a sum are not judged', (operation) => {
  for (const dtype of ['bfloat16', 'float16'] as const) {
    const claims = { ...resolveClaims({ dtypes: [dtype] }), accumulate: dtype };
    const reached = proved.largestM[-Math.log2(formats[dtype].unitRoundoff)];
    for (const m of [reached, reached + 1]) {
      const call = callOf(dtype, m);
      const truth = reference.answer(operation, call, claims);
      const bounds = boundsOf(operation, call, truth, { grade: 'stable', claims, growth: 'any-order' });
      const open = Object.entries(bounds).filter(([, each]) => each.every((bound) => bound === Infinity));
      const summed = Object.keys(bounds).filter((name) => !isPointwise(operation, name as TensorName));
      expect(open.map(([name]) => name)).toEqual(m === reached ? [] : summed);
    }
  }
});

/** So small that all products stay in the range of float16. */
function callOf(dtype: DType, m: number): Calls[Operation] {
  const alternating = (size: number): Tensor =>
    tensor(
      dtype,
      [m, 1],
      Array.from({ length: m }, (_, i) => (-1) ** i * size),
    );
  const one = tensor('float32', [1], [1]);
  const given = {
    x: alternating(0.5),
    dy: alternating(2 ** -6),
    axis: 1,
    gamma: one,
    beta: one,
    epsilon: 1,
    momentum: 0.5,
  };
  return { ...given, mean: one, variance: one, invStd: one, runningMean: one, runningVar: one };
}
