/** The definition agrees with its own finite differences to 30 digits, and the oracle with the definition. */
import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import { define } from '../../reference/definition.ts';
import { trainDoubleBackward } from '../../reference/definition/double-backward.ts';
import { inferBackward, savedBackward, trainBackward, type Gradient } from '../../reference/definition/gradient.ts';
import { inferForward, normalize, trainForward } from '../../reference/definition/normalize.ts';
import { decimals, exactly, total } from '../../reference/definition/decimal-numbers.ts';
import { inverseStandardDeviation, mean, variance } from '../../reference/definition/statistics.ts';
import { doubleBackward } from '../../reference/exact/double-backward.ts';
import { approximate } from '../../reference/exact/approximate.ts';
import type { Surd } from '../../reference/exact/surd.ts';
import { evaluate } from '../../reference/evaluate.ts';
import { boundsOf } from '../../spec/accuracy/bounds.ts';
import type { TensorName } from '../../spec/terms/operations.ts';
import { resolveClaims } from '../../spec/terms/profiles.ts';
import { randomOf } from '../../spec/cases/random.ts';
import { adversarial } from './support/adversarial.ts';

const D = decimals(100);
const h = new D('1e-30');
const random = randomOf(3);
const doubles = (length: number): number[] => Array.from({ length }, () => 3 * random.normal() + 1);
const lift = (values: readonly number[]): Decimal[] => values.map((value) => exactly(D, value));

const m = 7;
const raw = { x: doubles(m), dy: doubles(m), ddx: doubles(m) };
const x = lift(raw.x);
const dy = lift(raw.dy);
const gamma = exactly(D, -1.7);
const beta = exactly(D, 0.9);
const epsilon = exactly(D, 0.3);
const running = { mean: exactly(D, 2), variance: exactly(D, 3.5) };

const dot = (a: readonly Decimal[], b: readonly Decimal[]): Decimal =>
  total(
    D,
    a.map((ai, i) => ai.times(b[i])),
  );
/** Σ dy·y, whose gradient the backward passes are. */
const loss = (y: readonly Decimal[]): Decimal => dot(dy, y);
const slopeAt = (f: (t: Decimal) => Decimal, at: Decimal): Decimal =>
  f(at.plus(h))
    .minus(f(at.minus(h)))
    .div(h.times(2));
const moved = (values: readonly Decimal[], i: number, to: Decimal): Decimal[] => values.with(i, to);
const along = (values: readonly Decimal[], f: (moved: Decimal[]) => Decimal): Decimal[] =>
  values.map((value, i) => slopeAt((t) => f(moved(values, i, t)), value));

/** Pairs that differ after 30 digits, as text. */
function differences(actual: readonly Decimal[], expected: readonly Decimal[]): string[] {
  expect(actual).toHaveLength(expected.length);
  return actual.flatMap((value, i) => {
    const allowed = expected[i].abs().plus(1).times('1e-30');
    return value.minus(expected[i]).abs().lte(allowed) ? [] : [`${value.toString()} and ${expected[i].toString()}`];
  });
}

type Forward = (x: Decimal[], gamma: Decimal, beta: Decimal) => Decimal[];

function fromSlopes({ dx, dgamma, dbeta }: Gradient, y: Forward): string[] {
  const slopes = along(x, (at) => loss(y(at, gamma, beta)));
  const ofGamma = slopeAt((g) => loss(y(x, g, beta)), gamma);
  const ofBeta = slopeAt((b) => loss(y(x, gamma, b)), beta);
  return differences([...dx, dgamma, dbeta], [...slopes, ofGamma, ofBeta]);
}

describe('closed-form gradients are the finite differences of the forward pass', () => {
  test('training', () => {
    const y: Forward = (at, g, b) => trainForward(D, at, { gamma: g, beta: b }, epsilon);
    expect(fromSlopes(trainBackward(D, dy, x, gamma, epsilon), y)).toEqual([]);
  });

  test('inference', () => {
    const y: Forward = (at, g, b) => inferForward(D, at, running, { gamma: g, beta: b }, epsilon);
    expect(fromSlopes(inferBackward(D, dy, x, running, gamma, epsilon), y)).toEqual([]);
  });

  test('saved statistics, where they are those of the batch', () => {
    const saved = { mean: mean(D, x), invStd: inverseStandardDeviation(D, variance(D, x), epsilon) };
    const y: Forward = (at, g, b) => trainForward(D, at, { gamma: g, beta: b }, epsilon);
    expect(fromSlopes(savedBackward(D, dy, x, saved, gamma), y)).toEqual([]);
  });

  test('saved statistics of any value: dγ and dβ are derivatives of y; dx is the training formula, no derivative', () => {
    const saved = { mean: exactly(D, 0.4), invStd: exactly(D, 1.6) };
    const { dx, dgamma, dbeta } = savedBackward(D, dy, x, saved, gamma);
    const y: Forward = (at, g, b) => normalize(at, saved.mean, saved.invStd, { gamma: g, beta: b });
    // dx is the derivative of y with fixed statistics, minus its parts along 1 and along x̂.
    const fixed = along(x, (at) => loss(y(at, gamma, beta)));
    const xhat = y(x, new D(1), new D(0));
    const scale = gamma.times(saved.invStd).div(m);
    const projection = fixed.map((slope, i) => slope.minus(scale.times(dbeta.plus(xhat[i].times(dgamma)))));
    const ofGamma = slopeAt((g) => loss(y(x, g, beta)), gamma);
    const ofBeta = slopeAt((b) => loss(y(x, gamma, b)), beta);
    expect(differences([...dx, dgamma, dbeta], [...projection, ofGamma, ofBeta])).toEqual([]);
  });
});

describe('double backward', () => {
  const [ddgamma, ddbeta] = [0.6, -1.2];
  const cotangents = { ddx: lift(raw.ddx), ddgamma: exactly(D, ddgamma), ddbeta: exactly(D, ddbeta) };
  const found = trainDoubleBackward(D, dy, x, gamma, epsilon, cotangents);

  test('is the finite difference of the backward pass', () => {
    const gradientLoss = (atX: readonly Decimal[], atDy: readonly Decimal[], g: Decimal): Decimal => {
      const { dx, dgamma, dbeta } = trainBackward(D, atDy, atX, g, epsilon);
      const parameters = cotangents.ddgamma.times(dgamma).plus(cotangents.ddbeta.times(dbeta));
      return dot(cotangents.ddx, dx).plus(parameters);
    };
    const slopes = [
      ...along(x, (at) => gradientLoss(at, dy, gamma)),
      ...along(dy, (at) => gradientLoss(x, at, gamma)),
      slopeAt((g) => gradientLoss(x, dy, g), gamma),
    ];
    expect(differences([...found.dx, ...found.ddy, found.dgamma], slopes)).toEqual([]);
  });

  test('has the form p + q/√w', () => {
    const { x: rawX, dy: rawDy, ddx } = raw;
    const inputs = { x: rawX, dy: rawDy, gamma: -1.7, epsilon: 0.3, ddx, ddgamma, ddbeta };
    const exact = doubleBackward(inputs);
    const values = [...exact.dx, ...exact.ddy, exact.dgamma].map(decimal);
    expect(differences(values, [...found.dx, ...found.ddy, found.dgamma])).toEqual([]);
  });
});

function decimal(value: Surd): Decimal {
  const { n, e } = approximate(value, 160);
  return new D(n.toString()).times(new D(2).pow(e));
}

test('the oracle gives the values of the definition to 28 digits of the terms they are made of', () => {
  let compared = 0;
  for (const { family, operation, call, conventions } of adversarial(5)) {
    if (compared > 3000) break;
    if (family !== 'ordinary') continue;
    const { outputs, truth } = evaluate(operation, call, conventions);
    // Terms that may be as small as float64 holds: K·u times the condition for sums of 53 bits, and 28 digits of it.
    const claims = { ...resolveClaims({}), ...conventions, accumulate: 'float64' } as const;
    const bounds = boundsOf(operation, call, truth, { grade: 'stable', claims, growth: 'any-order' });
    const defined = define(operation, call, conventions, 100);
    expect(Object.keys(defined).toSorted()).toEqual(outputs.map(({ name }) => name).toSorted());
    for (const { name: any, hi, lo } of outputs) {
      const name = any as TensorName;
      expect(defined[name]).toHaveLength(hi.length);
      for (const [i, value] of (defined[name] ?? []).entries()) {
        const found = exactly(D, hi[i]).plus(exactly(D, lo[i]));
        const error = found.minus(value).abs();
        const bound = bounds[name]?.[i] ?? NaN;
        if (bound === Infinity) continue;
        expect(error.lte(exactly(D, bound / 4 / 2 ** -53).times('1e-28')), `${operation} ${name} ${i}`).toBe(true);
        compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(3000);
});

test('the definition reads doubles as they are, not as they are printed', () => {
  expect(exactly(D, 0.1).toFixed()).toBe('0.1000000000000000055511151231257827021181583404541015625');
  expect(new Decimal(0.1).toFixed()).toBe('0.1');
});
