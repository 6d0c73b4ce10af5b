/**
 * Exact ties. Where v + ε is the square of a power of two, y and dx are sums of a few bits, and can be put on the
 * boundary between two neighbours: only an exact decision sends them to the even one.
 */
import { describe, expect, test } from 'vitest';
import { decisions, reference } from '../../reference/oracle.ts';
import { certify } from '../../reference/exact/round.ts';
import type { Surd } from '../../reference/exact/surd.ts';
import { evaluate } from '../../reference/evaluate.ts';
import { defaultConventions } from '../../spec/terms/profiles.ts';
import type { DType, TrainForward } from '../../spec/terms/contract.ts';
import { dtypes, formats } from '../../spec/terms/dtype.ts';
import { tensor, valuesOf } from '../../spec/terms/tensor.ts';

/** x = ±1, so v = 1; with ε = 3 the root is 2 and y = ±γ/2 + β. */
function call(gamma: number, beta: number): TrainForward {
  return {
    x: tensor('float32', [4, 1], [1, -1, 1, -1]),
    gamma: tensor('float64', [1], [gamma]),
    beta: tensor('float64', [1], [beta]),
    epsilon: 3,
    momentum: 0.1,
    axis: 1,
  };
}

function rounded(dtype: DType, gamma: number, beta: number): Float64Array {
  const { y } = reference.answer('trainForward', call(gamma, beta), defaultConventions).outputs;
  return valuesOf(y?.round(dtype) ?? tensor(dtype, [0], []));
}

describe.each(dtypes.filter((dtype) => dtype !== 'float64'))('%s', (dtype) => {
  const place = 2 * formats[dtype].unitRoundoff;

  test.each([
    [1, 1],
    [1 + place, 1 + 2 * place],
    [1 + 2 * place, 1 + 2 * place],
    [1 + 3 * place, 1 + 4 * place],
  ])('half a place above %d goes to the even neighbour %d, at both signs', (beta, even) => {
    // ±γ/2 is half a place: y is beta plus or minus half a place.
    const up = rounded(dtype, place, beta);
    expect(up[0]).toBe(even);
    const down = rounded(dtype, place, -beta);
    expect(down[1]).toBe(-even);
  });

  test('a hair beside the tie decides it', () => {
    const hair = 2 ** -50 * place;
    expect(rounded(dtype, place + hair, 1)[0]).toBe(1 + place);
    expect(rounded(dtype, place - hair, 1 + place)[0]).toBe(1 + place);
  });

  test('ties are certified: the exact value lies on the boundary', () => {
    const { outputs } = evaluate('trainForward', call(place, 1), defaultConventions);
    const certificate = outputs.find(({ name }) => name === 'y')?.certificate(0, dtype);
    expect(certificate?.rounded).toBe(1);
    expect(certificate?.upper?.sign).toBe(0);
    expect(certificate?.lower?.sign).toBe(1);
  });

  test('halfway to the smallest number goes to zero, with its sign', () => {
    const y = rounded(dtype, formats[dtype].smallest, 0);
    expect(y[0]).toBe(0);
    expect(y[1]).toBe(-0);
  });

  test('halfway from the largest number to the next power of two goes to infinity', () => {
    const { largest, unitRoundoff } = formats[dtype];
    const half = largest * unitRoundoff * (1 / (2 - 2 * unitRoundoff));
    expect(rounded(dtype, 2 * half, largest)[0]).toBe(Infinity);
    expect(rounded(dtype, 2 * half * (1 - 2 ** -40), largest)[0]).toBe(largest);
  });
});

test('float64: a tie that needs 54 bits', () => {
  expect(rounded('float64', 2 ** -52, 1)[0]).toBe(1);
  expect(rounded('float64', 2 ** -52, 1 + 2 ** -52)[0]).toBe(1 + 2 ** -51);
  expect(rounded('float64', 2 ** -52 * (1 + 2 ** -52), 1)[0]).toBe(1 + 2 ** -52);
});

test('a gradient on a tie goes to the even neighbour', () => {
  // x = ±1, ε = 3: r = 1/2, dγ = Σ dy·x/2, k = dγ·r/m; dx = (dy - Σdy/4 - x·k)/2.
  const dy = [1, 1, 2 ** -22, -(2 ** -22)];
  const backward = {
    dy: tensor('float32', [4, 1], dy),
    x: tensor('float32', [4, 1], [1, -1, 1, -1]),
    epsilon: 3,
    axis: 1,
  };
  const { outputs } = evaluate('trainBackward', backward, defaultConventions);
  const dx = outputs.find(({ name }) => name === 'dx');
  // dγ = 2⁻²², k = 2⁻²⁵; dx₀ = (1 - 1/2 - 2⁻²⁵)/2 = 1/4 - 2⁻²⁶: half of the place below 1/4 is 2⁻²⁷, so it is exact.
  expect(dx?.rounded.data[0]).toBe(0.25 - 2 ** -26);
  // dx₁ = 1/4 + 2⁻²⁶ is halfway between 1/4 and 1/4 + 2⁻²⁵.
  expect(dx?.certificate(1)?.upper?.sign).toBe(0);
  expect(dx?.rounded.data[1]).toBe(0.25);
});

test('ordinary data needs no exact decision; ties need one each', () => {
  const before = decisions.exact;
  rounded('float32', 0.7, 0.3);
  expect(decisions.exact).toBe(before);
  rounded('float32', 2 ** -23, 1);
  expect(decisions.exact).toBeGreaterThan(before);
});

test('a value of the form p + q/√w that is no tie has two strict comparisons', () => {
  const value: Surd = { p: { n: 1n, d: 3n, e: 0 }, q: { n: 1n, d: 1n, e: -60 }, w: { n: 2n, d: 1n, e: 0 } };
  const { lower, upper } = certify('float32', value);
  expect([lower?.sign, upper?.sign]).toEqual([1, -1]);
});
