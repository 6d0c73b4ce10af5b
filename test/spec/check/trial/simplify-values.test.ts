/** Single values of a counterexample become simpler, and only as long as it still fails. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simplifyValues } from '../../../../spec/check/trial/simplify-values.ts';
import type { Tensor } from '../../../../spec/terms/contract.ts';
import { tensor, valuesOf } from '../../../../spec/terms/tensor.ts';

type Case = { readonly x: Tensor; readonly steps: readonly { readonly gamma: Tensor }[]; readonly epsilon: number };

const floats = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 6 });

const cases: fc.Arbitrary<Case> = fc.tuple(floats, floats).map(([x, gamma]) => ({
  x: tensor('float32', [x.length], x),
  steps: [{ gamma: tensor('float32', [gamma.length], gamma) }],
  epsilon: 0.3,
}));

const largest = ({ x }: Case): number => Math.max(...valuesOf(x).map(Math.abs));

test('what it returns still fails, has the same form and shares what is not a tensor', async () => {
  await fc.assert(
    fc.asyncProperty(cases, fc.float({ min: 0, max: 100, noNaN: true }), async (given, limit) => {
      const fails = (candidate: unknown): Promise<boolean> => Promise.resolve(largest(candidate as Case) > limit);
      fc.pre(await fails(given));
      const simplest = (await simplifyValues(given, fails)) as Case;
      expect(await fails(simplest)).toBe(true);
      expect(simplest.x.shape).toEqual(given.x.shape);
      expect(simplest.epsilon).toBe(0.3);
      // A zero of either sign is as simple as it gets.
      expect(valuesOf(simplest.steps[0].gamma).every((value) => value === 0)).toBe(true);
    }),
  );
});

test('a case that fails whatever its values are becomes all zeros, but variances stay positive', async () => {
  const given = { x: tensor('float32', [2], [3.7, -1e9]), runningVar: tensor('float32', [1], [0.37]) };
  const simplest = (await simplifyValues(given, () => Promise.resolve(true))) as typeof given;
  expect([...valuesOf(simplest.x)]).toEqual([0, 0]);
  expect([...valuesOf(simplest.runningVar)]).toEqual([1]);
});

test('it stops when its budget is spent', async () => {
  let calls = 0;
  const given = {
    x: tensor(
      'float64',
      [50],
      Float64Array.from({ length: 50 }, (_, i) => i + 0.123456789),
    ),
  };
  await simplifyValues(given, () => Promise.resolve(++calls < 0), 17);
  expect(calls).toBe(17);
});

test('NaN and infinities are left alone: they are what the case is about', async () => {
  const given = { x: tensor('float32', [3], [Number.NaN, Infinity, 5.3]) };
  const simplest = (await simplifyValues(given, () => Promise.resolve(true))) as typeof given;
  expect([...valuesOf(simplest.x)]).toEqual([Number.NaN, Infinity, 0]);
});
