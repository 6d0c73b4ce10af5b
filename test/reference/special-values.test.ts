/** NaN, infinities and constant channels, by extended-real arithmetic, in the channel concerned and nowhere else. */
import { describe, expect, test } from 'vitest';
import { reference } from '../../reference/oracle.ts';
import { defaultConventions } from '../../spec/terms/profiles.ts';
import type { Calls, Operation, TensorName } from '../../spec/terms/operations.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';

const shape = [3, 2];
/** Channel 0 as given, channel 1 ordinary. */
const both = (values: readonly number[]): ReturnType<typeof tensor> =>
  tensor('float64', shape, [values[0], 1, values[1], 2, values[2], 6]);
const one = (value: number): ReturnType<typeof tensor> => tensor('float64', [2], [value, 1]);

type Values = Partial<Record<TensorName, number[]>>;

/** The values of channel 0; those of channel 1 must not depend on what channel 0 holds. */
function channel0<O extends Operation>(operation: O, call: Calls[O], ordinary: Calls[O]): Values {
  const read = (given: Calls[O]): Values => {
    const { outputs } = reference.answer(operation, given, defaultConventions);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, exact]) => {
        const rounded = Array.from(valuesOf(exact.round('float64')));
        expect(Array.from(exact.hi)).toEqual(rounded.map((value) => value + 0));
        return [name, rounded];
      }),
    );
  };
  const [actual, usual] = [read(call), read(ordinary)];
  const side = (values: readonly number[], c: number): number[] => values.filter((_, i) => i % 2 === c);
  for (const [name, values] of Object.entries(actual)) {
    expect(side(values, 1)).toEqual(side(usual[name as TensorName] ?? [], 1));
  }
  return Object.fromEntries(Object.entries(actual).map(([name, values]) => [name, side(values, 0)]));
}

const usualX = both([1, 2, 4]);
const usualDy = both([0.5, -1, 2]);
const rest = { epsilon: 1e-5, axis: 1 };

describe('training forward', () => {
  const forward = (x: readonly number[], epsilon = 1e-5): Values => {
    const stats = { runningMean: one(1), runningVar: one(1), momentum: 0.5, epsilon, axis: 1 };
    return channel0('trainForward', { x: both(x), ...stats }, { x: usualX, ...stats });
  };

  test('NaN takes the channel', () => {
    const { y, mean, variance, invStd, runningMean, runningVar } = forward([1, NaN, 2]);
    for (const value of [y, mean, variance, invStd, runningMean, runningVar].flat()) expect(value).toBeNaN();
  });

  test('an infinity is its mean, and the rest is NaN', () => {
    expect(forward([1, Infinity, 2])).toEqual({
      y: [NaN, NaN, NaN],
      mean: [Infinity],
      variance: [NaN],
      invStd: [NaN],
      runningMean: [Infinity],
      runningVar: [NaN],
    });
    expect(forward([1, -Infinity, 2]).mean).toEqual([-Infinity]);
    expect(forward([-Infinity, Infinity, 2]).mean).toEqual([NaN]);
  });

  test('running statistics take infinities by their weights, 0·∞ included', () => {
    const running = (old: number, x: readonly number[], momentum: number, weights: 'new' | 'old'): number => {
      const call = { x: both(x), runningMean: one(old), momentum, epsilon: 1, axis: 1 };
      const conventions = { ...defaultConventions, momentumWeights: weights };
      return reference.answer('trainForward', call, conventions).outputs.runningMean?.hi[0] ?? 0;
    };
    const infinite = [1, Infinity, 2];
    for (const weights of ['new', 'old'] as const) {
      expect(running(Infinity, [1, 2, 3], 0.5, weights)).toBe(Infinity);
      expect(running(-Infinity, [1, 2, 3], 0.5, weights)).toBe(-Infinity);
      expect(running(-Infinity, infinite, 0.5, weights)).toBe(NaN);
      expect(running(1, infinite, 0.25, weights)).toBe(Infinity);
    }
    expect(running(1, infinite, 1, 'new')).toBe(Infinity);
    expect(running(1, infinite, 1, 'old')).toBe(NaN);
    expect(running(1, infinite, 0, 'new')).toBe(NaN);
    expect(running(1, infinite, 0, 'old')).toBe(Infinity);
    expect(running(Infinity, [1, 2, 3], 1, 'new')).toBe(NaN);
    expect(running(Infinity, [1, 2, 3], 1, 'old')).toBe(Infinity);
  });

  test('a partial sum that overflows is no infinity', () => {
    const { mean, y } = forward([1.5e308, 1.5e308, -1.5e308]);
    expect(mean).toEqual([5e307]);
    expect(y?.every(Number.isFinite)).toBe(true);
    expect(forward([1.5e308, 1.5e308, -Infinity]).mean).toEqual([-Infinity]);
  });

  test('a constant channel is β; with ε = 0 it is NaN, and 1/√0 is infinite', () => {
    expect(forward([3, 3, 3])).toMatchObject({ y: [0, 0, 0], mean: [3], variance: [0] });
    expect(forward([3, 3, 3], 0)).toMatchObject({ y: [NaN, NaN, NaN], invStd: [Infinity], variance: [0], mean: [3] });
  });
});

describe('inference forward', () => {
  const infer = (
    x: readonly number[],
    mean: number,
    variance: number,
    gamma = 1,
    beta = 0,
    epsilon = 0,
  ): Values['y'] => {
    const given = { mean: one(mean), variance: one(variance), gamma: one(gamma), beta: one(beta), epsilon, axis: 1 };
    const usual = { mean: one(0), variance: one(1), gamma: one(1), beta: one(0), epsilon, axis: 1 };
    return channel0('inferForward', { x: both(x), ...given }, { x: usualX, ...usual }).y;
  };

  test('only the elements concerned', () => {
    expect(infer([NaN, 3, Infinity], 1, 4)).toEqual([NaN, 1, Infinity]);
    expect(infer([-Infinity, 3, Infinity], 1, 4, -1)).toEqual([Infinity, -1, -Infinity]);
    expect(infer([1, 3, Infinity], 1, 4, 0)).toEqual([0, 0, NaN]);
  });

  test('an infinite variance leaves β', () => {
    expect(infer([1, 3, -5], 1, Infinity, 2, 0.25)).toEqual([0.25, 0.25, 0.25]);
    expect(infer([1.7e308, 3, Infinity], -1.7e308, Infinity, 2, 0.25)).toEqual([0.25, 0.25, NaN]);
  });

  test('infinite γ and β beside infinite and large x', () => {
    expect(infer([Infinity, 3, -Infinity], 1, 4, Infinity)).toEqual([Infinity, Infinity, -Infinity]);
    expect(infer([NaN, 3, Infinity], 1, 4, 2, -Infinity)).toEqual([NaN, -Infinity, NaN]);
    expect(infer([3, -1, 1], 1, 4, Infinity, -Infinity)).toEqual([NaN, -Infinity, NaN]);
    // γ·x̂ is finite, though no double holds it.
    expect(infer([1e300, -1e300, 0], 0, 1, 1e300, -Infinity)).toEqual([-Infinity, -Infinity, -Infinity]);
    expect(infer([1e300, -1e300, 0], 0, 1, 1e300, NaN)).toEqual([NaN, NaN, NaN]);
  });

  test('a difference that no double holds, or hardly, is neither infinite nor zero', () => {
    expect(infer([1.7e308, 3, -1.7e308], -1.7e308, 0)).toEqual([Infinity, Infinity, NaN]);
    expect(infer([5e-324, 0, -5e-324], 0, 0)).toEqual([Infinity, NaN, -Infinity]);
  });

  test('v + ε of 0 divides by zero; below 0 it is NaN', () => {
    expect(infer([1, 3, -5], 1, 0)).toEqual([NaN, Infinity, -Infinity]);
    expect(infer([1, 3, -5], 1, -1)).toEqual([NaN, NaN, NaN]);
    expect(infer([1, 3, -5], 1, -1, 1, 0, 5)).toEqual([0, 1, -3]);
  });

  test('NaN and infinite parameters follow IEEE arithmetic', () => {
    expect(infer([1, 3, -5], NaN, 1)).toEqual([NaN, NaN, NaN]);
    expect(infer([1, 3, -5], Infinity, 1)).toEqual([-Infinity, -Infinity, -Infinity]);
    expect(infer([1, 3, -5], 1, NaN)).toEqual([NaN, NaN, NaN]);
    expect(infer([1, 3, -5], 1, 4, Infinity)).toEqual([NaN, Infinity, -Infinity]);
    expect(infer([1, 3, -5], 1, 4, 1, -Infinity)).toEqual([-Infinity, -Infinity, -Infinity]);
  });

  test('finite operands stay exact where the result overflows the type', () => {
    const call = { x: both([1e300, 1, 2]), mean: one(0), variance: one(1), gamma: one(1e300), epsilon: 0, axis: 1 };
    const { y } = reference.answer('inferForward', call, defaultConventions).outputs;
    expect(y?.round('float64').data[0]).toBe(Infinity);
    expect(y?.round('float32').data[2]).toBe(Infinity);
    expect(y?.round('float64').data[2]).toBe(1e300);
  });
});

describe('training backward', () => {
  const backward = (
    x: readonly number[],
    dy: readonly number[],
    extra: { gamma?: number; epsilon?: number } = {},
  ): Values => {
    const { gamma = 1, epsilon = 1e-5 } = extra;
    return channel0(
      'trainBackward',
      { dy: both(dy), x: both(x), gamma: one(gamma), epsilon, axis: 1 },
      { dy: usualDy, x: usualX, gamma: one(1), epsilon, axis: 1 },
    );
  };

  test('NaN in x spares dβ', () => {
    expect(backward([1, NaN, 2], [1, 2, 3])).toEqual({ dx: [NaN, NaN, NaN], dgamma: [NaN], dbeta: [6] });
    expect(backward([1, Infinity, 2], [1, 2, 3])).toEqual({ dx: [NaN, NaN, NaN], dgamma: [NaN], dbeta: [6] });
  });

  test('NaN in dy takes everything', () => {
    expect(backward([1, 2, 4], [1, NaN, 3])).toEqual({ dx: [NaN, NaN, NaN], dgamma: [NaN], dbeta: [NaN] });
  });

  test('an infinity in dy', () => {
    const { dbeta, dgamma } = backward([1, 2, 5], [1, 2, Infinity]);
    expect({ dbeta, dgamma }).toEqual({ dbeta: [Infinity], dgamma: [Infinity] });
    expect(backward([1, 2, 3], [1, Infinity, 2]).dgamma).toEqual([NaN]);
    expect(backward([1, 2, 5], [Infinity, 2, -Infinity]).dbeta).toEqual([NaN]);
  });

  test('a constant channel with ε = 0 has no gradient', () => {
    expect(backward([3, 3, 3], [1, 2, 3], { epsilon: 0 })).toEqual({ dx: [NaN, NaN, NaN], dgamma: [NaN], dbeta: [6] });
  });

  test('an infinity in dy is in dβ/m and dγ/m of every element', () => {
    // x̂ is negative, near 0 and positive; dγ = ∞·x̂₂ = ∞.
    expect(backward([1, 2, 6], [1, 2, Infinity]).dx).toEqual([NaN, NaN, NaN]);
    expect(backward([0, 4, 5], [1, 2, Infinity]).dx).toEqual([NaN, -Infinity, NaN]);
    expect(backward([0, 4, 5], [1, 2, -Infinity], { gamma: -1 }).dx).toEqual([NaN, -Infinity, NaN]);
  });

  test('γ of NaN spoils dx alone', () => {
    const { dx, dgamma, dbeta } = backward([1, 2, 4], [1, 2, 4], { gamma: NaN });
    expect(dx).toEqual([NaN, NaN, NaN]);
    expect([...(dgamma ?? []), ...(dbeta ?? [])].every(Number.isFinite)).toBe(true);
  });

  test('infinite γ makes dx infinite, and NaN where it would be zero', () => {
    // Σdy = 0 and Σdy·x̂ = 0: dx is proportional to dy.
    expect(backward([-1, 0, 1], [1, -2, 1], { gamma: Infinity }).dx).toEqual([Infinity, -Infinity, Infinity]);
    expect(backward([-1, 0, 1], [2, 2, 2], { gamma: -Infinity }).dx).toEqual([NaN, NaN, NaN]);
  });
});

describe('backward with given statistics', () => {
  test('inference: elements of dx are independent, the sums are not', () => {
    const given = { mean: one(1), variance: one(4), epsilon: 0, axis: 1 };
    const usual = { dy: usualDy, x: usualX, mean: one(0), variance: one(1), epsilon: 0, axis: 1 };
    const found = channel0('inferBackward', { dy: both([2, NaN, 4]), x: usualX, ...given }, usual);
    expect(found).toEqual({ dx: [1, NaN, 2], dgamma: [NaN], dbeta: [NaN] });
    const infinite = channel0('inferBackward', { dy: both([2, 1, 4]), x: both([NaN, 1, 2]), ...given }, usual);
    expect(infinite).toEqual({ dx: [1, 0.5, 2], dgamma: [NaN], dbeta: [7] });
  });

  test('inference: dx does not depend on the mean', () => {
    const call = { dy: both([2, 1, 4]), x: usualX, mean: one(NaN), variance: one(4), epsilon: 0, axis: 1 };
    const found = channel0('inferBackward', call, { ...call, mean: one(0), variance: one(1) });
    expect(found).toEqual({ dx: [1, 0.5, 2], dgamma: [NaN], dbeta: [7] });
  });

  test('inference: v + ε = 0 and v = ∞', () => {
    const call = { dy: both([2, 0, -4]), x: both([1, 3, 0]), mean: one(1), ...rest, epsilon: 0 };
    const usual = { ...call, mean: one(0), variance: one(1) };
    const zero = channel0('inferBackward', { ...call, variance: one(0) }, usual);
    expect(zero).toEqual({ dx: [Infinity, NaN, -Infinity], dgamma: [NaN], dbeta: [-2] });
    const infinite = channel0('inferBackward', { ...call, variance: one(Infinity) }, usual);
    expect(infinite).toEqual({ dx: [0, 0, 0], dgamma: [0], dbeta: [-2] });
  });

  test('saved: an infinite inverse standard deviation, and a mean of NaN', () => {
    const call = { dy: both([2, 1, 4]), x: usualX, axis: 1 };
    const usual = { ...call, mean: one(0), invStd: one(1) };
    const infinite = channel0('savedBackward', { ...call, mean: one(0), invStd: one(Infinity) }, usual);
    expect(infinite).toEqual({ dx: [-Infinity, -Infinity, -Infinity], dgamma: [Infinity], dbeta: [7] });
    const nan = channel0('savedBackward', { ...call, mean: one(NaN), invStd: one(1) }, usual);
    expect(nan).toEqual({ dx: [NaN, NaN, NaN], dgamma: [NaN], dbeta: [7] });
  });
});

describe('the statistics that an answer was computed with', () => {
  interface Statistics {
    mean: number[];
    variance: number[];
    invStd: number[];
  }
  const channelOf = <O extends Operation>(operation: O, call: Calls[O]): Statistics => {
    const { mean, variance, invStd } = reference.answer(operation, call, defaultConventions).channel;
    return { mean: Array.from(mean), variance: Array.from(variance), invStd: Array.from(invStd) };
  };
  const two = (...values: [number, number]): ReturnType<typeof tensor> => tensor('float64', [2], values);
  const x = both([1, 3, 2]);

  test('are those of the batch in training', () => {
    const expected = { mean: [2, 3], variance: [2 / 3, 14 / 3], invStd: [(5 / 3) ** -0.5, (17 / 3) ** -0.5] };
    for (const [name, values] of [
      ...Object.entries(channelOf('trainForward', { x, epsilon: 1, momentum: 0.1, axis: 1 })),
      ...Object.entries(channelOf('trainBackward', { dy: usualDy, x, epsilon: 1, axis: 1 })),
    ]) {
      expect(values).toHaveLength(2);
      for (const [c, value] of values.entries())
        expect(value).toBeCloseTo(expected[name as keyof typeof expected][c], 14);
    }
  });

  test('are those that were given in inference, v + ε below zero and infinite included', () => {
    const given = { mean: two(5, NaN), variance: two(-2, Infinity), epsilon: 1, axis: 1 };
    const expected = { mean: [5, NaN], variance: [-2, Infinity], invStd: [NaN, 0] };
    expect(channelOf('inferForward', { x, ...given })).toEqual(expected);
    expect(channelOf('inferBackward', { dy: usualDy, x, ...given })).toEqual(expected);
    const zero = { ...given, variance: two(-1, 3) };
    expect(channelOf('inferForward', { x, ...zero }).invStd).toEqual([Infinity, 0.5]);
  });

  test('are 1/r² where r was given', () => {
    const saved = (invStd: ReturnType<typeof tensor>): Statistics =>
      channelOf('savedBackward', { dy: usualDy, x, mean: two(7, 8), invStd, axis: 1 });
    expect(saved(two(0.5, -4))).toEqual({ mean: [7, 8], variance: [4, 0.0625], invStd: [0.5, -4] });
    expect(saved(two(0, -0)).variance).toEqual([Infinity, Infinity]);
    expect(saved(two(Infinity, NaN)).variance).toEqual([0, NaN]);
    // Rounded once, and where the square alone would be out of range.
    expect(saved(two(0.1, 2 ** 512)).variance).toEqual([99.99999999999999, 2 ** -1024]);
  });
});
