/** From the errors of an answer to its grade: nothing is graded better or worse than its worst element. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { boundsOf } from '../../../spec/accuracy/bounds.ts';
import { type CompareOptions, compareOutputs, neededK, type Observer } from '../../../spec/accuracy/compare.ts';
import { constantK } from '../../../spec/accuracy/grade.ts';
import { stored } from '../../../spec/accuracy/judge-element.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Grade, Tensor, TrainForward } from '../../../spec/terms/contract.ts';
import { formats } from '../../../spec/terms/dtype.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';

const claims = resolveClaims({});

/** One channel far from zero: the grades differ by a factor of thousands. */
const x = tensor('float32', [4, 1], [500, 501, 503, 502]);
const call: TrainForward = { x, epsilon: 1, momentum: 0.5, axis: 1 };
const truth = reference.answer('trainForward', call, claims);
const exact = truth.outputs.y!;
const boundOf = (grade: 'offset-free' | 'stable' | 'cancelling'): Float64Array =>
  boundsOf('trainForward', call, truth, { grade, claims, growth: 'any-order' }).y!;
const [free, stable, cancelling] = [boundOf('offset-free'), boundOf('stable'), boundOf('cancelling')];

/** The answer with an error in one element. In doubles, so that the error is what it is meant to be. */
const off = (error: number, at = 2): Tensor => ({
  dtype: 'float64',
  shape: x.shape,
  data: exact.hi.map((value, i) => value + (i === at ? error : 0)),
});

const compare = (y: Tensor, options: Partial<CompareOptions> = {}) =>
  compareOutputs('trainForward', call, { y }, truth, ['y'], { required: 'stable', claims, ...options })[0];

test('grades differ here', () => {
  for (const [i, bound] of stable.entries()) {
    expect(bound).toBeGreaterThan(100 * free[i]);
    expect(cancelling[i]).toBeGreaterThan(10 * bound);
  }
});

describe('the grade of an output is the strictest that every element meets', () => {
  test.each<[Grade, Tensor]>([
    ['exact', exact.round('float32')],
    ['offset-free', off(0.9 * free[2])],
    ['offset-free', off(-0.9 * free[2])],
    ['stable', off(1.1 * free[2])],
    ['stable', off(0.99 * stable[2])],
    ['cancelling', off(1.01 * stable[2])],
    ['cancelling', off(-0.99 * cancelling[2])],
    ['wrong', off(1.01 * cancelling[2])],
    ['wrong', off(Number.NaN)],
  ])('%s %#', (grade, y) => {
    for (const required of ['offset-free', 'stable', 'cancelling'] as const) {
      expect(compare(y, { required }).grade).toBe(grade);
    }
  });

  test('whichever element it is', () => {
    fc.assert(
      fc.property(fc.nat({ max: 3 }), fc.constantFrom(-1, 1), (at, sign) => {
        expect(compare(off(sign * 1.1 * stable[at], at)).grade).toBe('cancelling');
        expect(compare(off(sign * 0.9 * stable[at], at)).grade).toBe('stable');
      }),
    );
  });

  test('strict grades that something else missed are not tried again', () => {
    const y = off(0.5 * free[2]);
    expect(compare(y, { measured: 'cancelling' }).grade).toBe('stable');
    expect(compare(y, { measured: 'stable' }).grade).toBe('stable');
    expect(compare(y, { measured: 'offset-free' }).grade).toBe('offset-free');
    expect(compare(y, { required: 'cancelling', measured: 'cancelling' }).grade).toBe('cancelling');
  });
});

describe('the worst element', () => {
  test('is the one that comes closest to its bound, with the share of it', () => {
    const y = off(0.25 * stable[2]);
    const { excess, worst, K } = compare(y);
    expect(excess).toBeCloseTo(0.25, 9);
    expect(worst).toMatchObject({ index: 2, expected: exact.hi[2], actual: valuesOf(y)[2], bound: stable[2] });
    expect(worst.error).toBeCloseTo(0.25 * stable[2], 9);
    expect(K).toBeCloseTo(0.25 * constantK(4, 'any-order'), 6);
    expect(compare(off(3 * stable[2])).excess).toBeCloseTo(3, 6);
  });

  test('in a narrow type, the rounding to it is no error', () => {
    const narrow = exact.round('bfloat16');
    const { excess, K } = compare(narrow);
    expect(excess).toBeGreaterThan(0);
    expect(excess).toBeLessThanOrEqual(1);
    expect(K).toBeLessThan(0.5);
    const { worst } = compare(narrow);
    expect(worst.bound).toBe(
      stored(stable[worst.index], exact.hi[worst.index], formats.bfloat16, formats.float32, false),
    );
  });

  test('needs the K that its error asks for, beside what storage explains', () => {
    const element = { index: 0, expected: 1, actual: 1, error: 3, bound: 4 };
    expect(neededK(0.75, element, 4)).toBe(0.75);
    expect(neededK(0.75, element, 2)).toBe(0.5);
    expect(neededK(0.75, { ...element, error: 1 }, 2)).toBe(0);
    expect(neededK(0, element, 2)).toBe(0);
    expect(neededK(Infinity, { ...element, error: Number.NaN }, 2)).toBe(Number.MAX_VALUE);
    expect(neededK(Infinity, element, 4)).toBe(Number.MAX_VALUE);
  });
});

describe('where correct rounding is required', () => {
  test('an element that is not the nearest number is shown; as much is allowed as the nearest is off', () => {
    const rounded = exact.round('float32');
    expect(compare(rounded, { required: 'exact' })).toMatchObject({ grade: 'exact' });
    const data = (rounded.data as Float32Array).slice();
    data[1] = Math.fround(data[1] * (1 + 2 ** -23));
    const { grade, excess, worst, K } = compare({ ...rounded, data }, { required: 'exact' });
    expect([grade, excess, K]).toEqual(['offset-free', Infinity, Infinity]);
    expect(worst).toMatchObject({ index: 1, expected: exact.hi[1], actual: data[1] });
    const nearest = Math.abs(valuesOf(exact.round('float32'))[1] - exact.hi[1] - exact.lo[1]);
    expect([worst.error, worst.bound]).toEqual([Math.abs(data[1] - exact.hi[1] - exact.lo[1]), nearest]);
  });
});

test('where subnormals are flushed, a narrow type may lose all of them', () => {
  const zero = tensor('bfloat16', x.shape, [0, 0, 0, 0]);
  const still = { ...call, x: tensor('float32', x.shape, [0, 0, 0, 0]) };
  const flat = reference.answer('trainForward', still, claims);
  for (const subnormals of ['kept', 'flushed'] as const) {
    const options = { required: 'stable', claims: { ...claims, subnormals } } as const;
    const [{ worst }] = compareOutputs('trainForward', still, { y: zero }, flat, ['y'], options);
    const raw = boundsOf('trainForward', still, flat, { grade: 'stable', growth: 'any-order', ...options }).y![0];
    expect(worst.bound).toBe(stored(raw, 0, formats.bfloat16, formats.float32, subnormals === 'flushed'));
  }
});

test('an observer sees every output with the bounds of its own grade', () => {
  const seen: unknown[] = [];
  const observe: Observer = {
    grade: 'exact',
    see: (output, actual, _, boundAt) => {
      seen.push([output, actual.data.length, boundAt(2)]);
    },
  };
  compare(off(0), { observe });
  compare(off(0), { observe: { ...observe, grade: 'cancelling' } });
  expect(seen).toEqual([
    ['y', 4, free[2]],
    ['y', 4, cancelling[2]],
  ]);
});
