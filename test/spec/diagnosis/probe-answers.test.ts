/**
 * Which results an answer has, when they violate the specification, and when two answers agree: hand-made answers with
 * known figures.
 */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { callOf, type Scenario, scenarioOf } from '../../../spec/cases/scenario.ts';
import {
  agreementOf,
  answersTo,
  type Expectation,
  expectationsOf,
  type Result,
  resultsOf,
} from '../../../spec/diagnosis/probe-answers.ts';
import type { Probe } from '../../../spec/diagnosis/probes.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { layoutOf } from '../../../spec/terms/layout.ts';
import type { TensorName } from '../../../spec/terms/operations.ts';
import { tensor } from '../../../spec/terms/tensor.ts';
import { targetOf } from '../../../spec/wire/in-process.ts';
import type { Outcome } from '../../../spec/wire/call-outcome.ts';

type Answer = Outcome<'trainForward'>;

const claims = resolveClaims(implementationOf('').claims);

const ok = (
  outputs: { readonly y: Tensor } & Partial<Record<TensorName, Tensor>>,
  { mutated = [], aliased = [] }: { mutated?: string[]; aliased?: string[] } = {},
): Answer => ({ status: 'ok', result: outputs, mutated, aliased });

const not = (status: 'rejected' | 'error'): Answer => ({ status, message: status });

const f32 = (shape: readonly number[], ...values: readonly number[]): Tensor => tensor('float32', shape, values);

/** A training call of this shape; hand-made expectations do not look at its data. */
const probeOf = (shape: readonly number[], axis = 1): Probe => ({
  operation: 'trainForward',
  call: callOf.trainForward(scenarioOf(claims, { shape, axis })),
});

/** Exact values, and how far a right answer may lie from them. */
function expecting(
  { call }: Probe,
  exact: Partial<Record<TensorName, readonly number[]>>,
  bounds: Partial<Record<TensorName, readonly number[]>> = {},
): Expectation {
  const doubles = (given: typeof exact, make: (values: readonly number[]) => unknown): object =>
    Object.fromEntries(Object.entries(given).map(([name, values]) => [name, make(values)]));
  return {
    truth: {
      outputs: doubles(exact, (values) => ({ hi: Float64Array.from(values), lo: new Float64Array(values.length) })),
      channel: { mean: new Float64Array(), variance: new Float64Array(), invStd: new Float64Array() },
    },
    bounds: doubles(bounds, (values) => Float64Array.from(values)),
    layout: layoutOf(call.x.shape, call.axis),
    unitRoundoff: 2 ** -10,
  };
}

const square = probeOf([2, 2]);

/** The results of one answer to one probe. */
const judged = (answer: Answer, expectation: Expectation | undefined, probe: Probe = square): Result[] =>
  resultsOf([answer], [probe], [expectation], claims);

const missed = (answer: Answer, expectation: Expectation, probe: Probe = square): readonly string[] =>
  judged(answer, expectation, probe).flatMap((result) => (result.missed ? [result.name] : []));

describe('what is expected', () => {
  const call = callOf.trainForward(scenarioOf(claims, { shape: [4, 2], axis: 1 }));

  test('nothing, of a call without a right answer', () => {
    const probes: Probe[] = [
      { operation: 'trainForward', call: { ...call, epsilon: -1 } },
      { operation: 'trainForward', call },
    ];
    const [invalid, valid] = expectationsOf(probes, reference, claims);
    expect(invalid).toBeUndefined();
    expect(valid?.truth.outputs).toHaveProperty('y');
  });

  test('of a probe that is asked twice, worked out once', () => {
    let asked = 0;
    const counting: typeof reference = {
      answer: (...args) => {
        asked += 1;
        return reference.answer(...args);
      },
    };
    const probe: Probe = { operation: 'trainForward', call };
    const [first, second] = expectationsOf([probe, probe], counting, claims);
    expect(asked).toBe(1);
    expect(second).toBe(first);
  });

  test('up to the rounding of sums in any order: K·u·mean|x| of a mean, with K = 112 for 100 values', () => {
    const m = 100;
    const probe: Probe = {
      operation: 'trainForward',
      call: {
        ...call,
        x: f32([m, 1], ...Array.from({ length: m }, (_, i) => 1 + (i % 2) / 4)),
        gamma: f32([1], 1),
        beta: f32([1], 0),
        runningMean: f32([1], 0),
        runningVar: f32([1], 1),
      },
    };
    const [expected] = expectationsOf([probe], reference, claims);
    const unit = 2 ** -24 * 1.125;
    expect(expected?.bounds.mean?.[0]).toBeGreaterThan(111 * unit);
    expect(expected?.bounds.mean?.[0]).toBeLessThan(113 * unit);
    expect(expected).toMatchObject({ unitRoundoff: 2 ** -24, layout: { channels: 1, perChannel: m } });
  });

  test('sums are carried in the claimed type where that is wider', () => {
    const [expected] = expectationsOf([{ operation: 'trainForward', call }], reference, {
      ...claims,
      accumulate: 'float64',
    });
    expect(expected?.unitRoundoff).toBe(2 ** -53);
  });
});

describe('edges', () => {
  const forward = (shape: readonly number[], changes: Partial<Scenario> = {}): Scenario => ({
    ...scenarioOf(claims, { shape, axis: 1 }),
    ...changes,
  });
  const edgeOf = (operation: 'trainForward' | 'inferForward', scenario: Scenario): Expectation['edge'] =>
    expectationsOf([{ operation, call: callOf[operation](scenario) } as Probe], reference, claims)[0]?.edge;

  test('are training on one value per channel, and numbers that are none', () => {
    expect(edgeOf('trainForward', forward([1, 2]))).toBe('single');
    expect(edgeOf('inferForward', forward([1, 2]))).toBeUndefined();
    expect(edgeOf('trainForward', forward([2, 2]))).toBeUndefined();
    expect(edgeOf('trainForward', forward([2, 2], { beta: f32([2], 0, NaN) }))).toBe('special');
    expect(edgeOf('inferForward', forward([2, 2], { runningVar: f32([2], Infinity, 1) }))).toBe('special');
  });

  test('the unbiased variance of one value is open, and no result (BN-6.8)', async () => {
    const call = callOf.trainForward(forward([1, 2]));
    const probes: Probe[] = [{ operation: 'trainForward', call }];
    const names = async (asClaimed: typeof claims): Promise<readonly string[]> => {
      const answers = await answersTo(targetOf(implementationOf('')), probes);
      const expectations = expectationsOf(probes, reference, asClaimed);
      return resultsOf(answers, probes, expectations, asClaimed).map(({ name }) => name);
    };
    expect(await names(claims)).not.toContain('runningVar');
    expect(await names({ ...claims, runningVariance: 'biased' })).toContain('runningVar');
  });
});

test('an honest answer in a narrow type misses nothing: it is rounded to that type', async () => {
  for (const dtype of ['float16', 'bfloat16'] as const) {
    const narrow = { ...claims, dtypes: [dtype] };
    const scenario = scenarioOf(narrow, { shape: [9, 2], axis: 1, family: 'hard' });
    const probes = [{ operation: 'trainForward', call: callOf.trainForward(scenario) }] as const;
    const answers = await answersTo(targetOf(implementationOf('', {}, { dtypes: [dtype] })), probes);
    const results = resultsOf(answers, probes, expectationsOf(probes, reference, narrow), narrow);
    expect(results.filter((result) => result.missed)).toEqual([]);
    expect(results.length).toBeGreaterThan(5);
  }
});

test('every probe is asked once, in order', async () => {
  const asked: string[] = [];
  const right = implementationOf('');
  const target = targetOf({
    ...right,
    trainForward: (call) => {
      asked.push(call.x.shape.join());
      return right.trainForward(call);
    },
  });
  const answers = await answersTo(target, [probeOf([2, 1]), probeOf([3, 1]), probeOf([2, 1])]);
  expect(asked).toEqual(['2,1', '3,1', '2,1']);
  expect(answers.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
});

describe('results', () => {
  const expected = expecting(square, { y: [1, 2, 3, 4] }, { y: [0.5, 0.5, 0.5, 0.5] });
  const y = f32([2, 2], 1, 2, 3, 4);

  test('are what was done to the arguments, and each output that is offered, in the order of the operation', () => {
    const full = expecting(square, { y: [1, 2, 3, 4], mean: [2, 3], invStd: [1, 1] });
    const answer = ok({ invStd: f32([2], 1, 1), y, mean: f32([2], 2, 3) });
    expect(judged(answer, full).map(({ name, missed: miss }) => [name, miss])).toEqual([
      ['purity', false],
      ['y', false],
      ['mean', false],
      ['invStd', false],
    ]);
  });

  test('carry the number of their probe', () => {
    const results = resultsOf(
      [ok({ y }), not('error'), ok({ y })],
      [square, square, square],
      [expected, expected, expected],
      claims,
    );
    expect(results.map(({ probe, name }) => [probe, name])).toEqual([
      [0, 'purity'],
      [0, 'y'],
      [1, 'status'],
      [2, 'purity'],
      [2, 'y'],
    ]);
  });

  test('are none where nothing is right', () => {
    expect(judged(ok({ y }), undefined)).toEqual([]);
    expect(judged(not('rejected'), undefined)).toEqual([]);
  });

  test('that may go with an argument are due only in calls that have it', () => {
    const [x, dy] = [f32([2, 1], 1, 3), f32([2, 1], 1, 2)];
    const call = { x, dy, epsilon: 1, axis: 1 };
    const gamma = f32([1], 1);
    const asked: Probe[] = [
      { operation: 'trainBackward', call: { ...call, gamma } },
      { operation: 'trainBackward', call },
      { operation: 'trainBackward', call: { ...call, gamma, beta: gamma } },
    ];
    const grads = { dx: f32([2, 1], 0, 0), dgamma: f32([1], 0), dbeta: f32([1], 3) };
    const others = { dx: grads.dx, dbeta: grads.dbeta };
    const given = (result: object): Answer => ({ status: 'ok', result, mutated: [], aliased: [] }) as unknown as Answer;
    const absent = (...results: readonly object[]): [number, string][] =>
      resultsOf(results.map(given), asked, expectationsOf(asked, reference, claims), claims)
        .filter(({ tolerances }) => tolerances?.length === 0)
        .map(({ probe, name }) => [probe, name]);
    expect(absent(grads, others, grads)).toEqual([]);
    expect(absent(grads, others, others)).toEqual([[2, 'dgamma']]);
    expect(absent(others, grads, grads)).toEqual([[0, 'dgamma']]);
  });

  test('of a call that failed: this alone, and it violates the specification', () => {
    expect(judged(not('rejected'), expected)).toEqual([{ probe: 0, name: 'status', missed: true }]);
  });

  test('violate the specification beyond the bound, and not at it', () => {
    expect(missed(ok({ y: f32([2, 2], 1.5, 1.5, 3, 4) }), expected)).toEqual([]);
    expect(missed(ok({ y: f32([2, 2], 1, 2, 3, 4.53125) }), expected)).toEqual(['y']);
    expect(missed(ok({ y: f32([2, 2], 1, 2, 2.46875, 4) }), expected)).toEqual(['y']);
    expect(missed(ok({ y: f32([2, 2], 1, NaN, 3, 4) }), expected)).toEqual(['y']);
  });

  test('without a bound must be exact', () => {
    const strict = expecting(square, { y: [1, 2, 3, 4] });
    expect(missed(ok({ y }), strict)).toEqual([]);
    expect(missed(ok({ y: f32([2, 2], 1, 2, 3, 4 + 2 ** -20) }), strict)).toEqual(['y']);
  });

  test('that are NaN or infinite by the specification must be so', () => {
    const special = expecting(square, { y: [NaN, Infinity, -Infinity, 0] }, { y: [0, 0, 0, 0] });
    expect(missed(ok({ y: f32([2, 2], NaN, Infinity, -Infinity, -0) }), special)).toEqual([]);
    expect(missed(ok({ y: f32([2, 2], 0, Infinity, -Infinity, 0) }), special)).toEqual(['y']);
    expect(missed(ok({ y: f32([2, 2], NaN, Infinity, Infinity, 0) }), special)).toEqual(['y']);
  });

  test('of another shape or type violate the specification, whatever their values', () => {
    expect(missed(ok({ y: f32([4], 1, 2, 3, 4) }), expected)).toEqual(['y']);
    expect(missed(ok({ y: tensor('float64', [2, 2], [1, 2, 3, 4]) }), expected)).toEqual(['y']);
  });

  test('that the specification leaves open do not violate it', () => {
    expect(missed(ok({ y, mean: f32([2], 7, 7) }), expected)).toEqual([]);
  });

  test('that other answers have, and this one has not, violate the specification where it requires them (BN-13.11)', () => {
    const both = expecting(square, { y: [1, 2, 3, 4], mean: [2, 3] });
    const answers = [ok({ y, mean: f32([2], 2, 3) }), ok({ y }), ok({ y })];
    const results = resultsOf(answers, [square, square, square], [both, both, expected], claims);
    expect(results.filter((result) => result.missed)).toEqual([
      { probe: 1, name: 'mean', missed: true, tolerances: new Float64Array() },
    ]);
    expect(results.filter(({ probe }) => probe === 2).map(({ name }) => name)).toEqual(['purity', 'y']);
  });

  test('that are finite where a clause found something lost violate the specification, and are told apart by their size', () => {
    const open = expecting(square, { y: [1, 2, Infinity, 4] }, { y: Array(4).fill(Infinity) });
    const answer = ok({ y: f32([2, 2], 1, 2, 7, 4) });
    expect(missed(answer, open)).toEqual([]);
    const lost = new Map([[square.call, 'y']]);
    const [, result] = resultsOf([answer], [square], [open], claims, lost);
    expect(result).toMatchObject({ name: 'y', missed: true });
    expect(Math.max(...(result.tolerances ?? [])) < 1).toBe(true);
    const elsewhere = new Map([[square.call, 'mean']]);
    expect(resultsOf([answer], [square], [open], claims, elsewhere).some((each) => each.missed)).toBe(false);
  });

  test('an argument that was changed, or memory that is shared, violates the specification', () => {
    expect(missed(ok({ y }, { mutated: ['x'] }), expected)).toEqual(['purity']);
    expect(missed(ok({ y }, { aliased: ['y'] }), expected)).toEqual(['purity']);
  });
});

describe('a tolerance is four times the bound and the roundings of the largest answer in the channel', () => {
  const u = 2 ** -10;
  /** Three channels of four values, two and two: m + 4 = 8 roundings. */
  const probe = probeOf([2, 3, 2]);
  const y = f32([2, 3, 2], 1, -2, 10, 20, 100, 200, 3, 1, 30, -40, 100, 100);
  const largest = [3, 3, 40, 40, 200, 200, 3, 3, 40, 40, 200, 200];
  const of = (answer: Answer, expectation: Expectation, asked: Probe): readonly (readonly number[])[] =>
    judged(answer, expectation, asked).flatMap(({ tolerances }) => (tolerances ? [[...tolerances]] : []));

  test('of each channel of y, with its bound', () => {
    const bound = largest.map((_, i) => i);
    const [tolerances] = of(ok({ y }), expecting(probe, { y: largest }, { y: bound }), probe);
    expect(tolerances).toEqual(largest.map((size, i) => 4 * (i + 8 * u * size)));
  });

  test('without a bound, the roundings alone', () => {
    const [tolerances] = of(ok({ y }), expecting(probe, {}), probe);
    expect(tolerances).toEqual(largest.map((size) => 4 * 8 * u * size));
  });

  test('of statistics, each by itself', () => {
    const [, mean] = of(ok({ y, mean: f32([3], 5, -7, 11) }), expecting(probe, {}, { mean: [1, 0, 2] }), probe);
    expect(mean).toEqual([4 * (1 + 8 * u * 5), 4 * 8 * u * 7, 4 * (2 + 8 * u * 11)]);
  });

  test('of outputs of a wrong size, each number by itself', () => {
    const [short, long] = of(ok({ y: f32([4], 1, 2, 3, 4), mean: y }), expecting(probe, {}), probe);
    expect(short).toEqual([1, 2, 3, 4].map((size) => 32 * u * size));
    expect(long).toEqual([...y.data].map((size) => 32 * u * Math.abs(size)));
  });

  test('NaN and infinities have no size', () => {
    const special = f32([2, 3, 2], NaN, -2, Infinity, 20, NaN, NaN, 1, 1, 10, 10, NaN, NaN);
    const [tolerances] = of(ok({ y: special }), expecting(probe, {}), probe);
    expect(tolerances).toEqual([2, 2, 20, 20, 0, 0, 2, 2, 20, 20, 0, 0].map((size) => 32 * u * size));
  });

  test.each([
    [59, 63],
    [60, 64],
    [61, 64],
    [200, 64],
  ])('%s values per channel make %s roundings', (m, roundings) => {
    const asked = probeOf([m, 1]);
    const [tolerances] = of(
      ok({ y: tensor('float32', [m, 1], new Float64Array(m).fill(1)) }),
      expecting(asked, {}),
      asked,
    );
    expect(tolerances[0]).toBe(4 * roundings * u);
  });
});

describe('two answers agree', () => {
  const y = f32([2, 2], 1, 2, 3, 4);
  const outputResult: Result = { probe: 0, name: 'y', missed: true, tolerances: Float64Array.of(0.5, 0, 0, 0.5) };
  const purity: Result = { probe: 0, name: 'purity', missed: true };
  const status: Result = { probe: 0, name: 'status', missed: true };
  const agree = (mine: Answer, other: Answer, result: Result): boolean =>
    agreementOf([mine], [other], [result]).agrees[0];

  test('where every element lies within its tolerance', () => {
    expect(agree(ok({ y }), ok({ y }), outputResult)).toBe(true);
    expect(agree(ok({ y }), ok({ y: f32([2, 2], 1.5, 2, 3, 3.5) }), outputResult)).toBe(true);
    expect(agree(ok({ y }), ok({ y: f32([2, 2], 1.53125, 2, 3, 4) }), outputResult)).toBe(false);
    expect(agree(ok({ y }), ok({ y: f32([2, 2], 1, 2, 3.0625, 4) }), outputResult)).toBe(false);
  });

  test('where what is NaN or infinite is so on both sides', () => {
    const special = f32([2, 2], NaN, Infinity, 3, 4);
    expect(agree(ok({ y: special }), ok({ y: special }), outputResult)).toBe(true);
    expect(agree(ok({ y: special }), ok({ y }), outputResult)).toBe(false);
    expect(agree(ok({ y }), ok({ y: special }), outputResult)).toBe(false);
  });

  test('only in the same type and shape', () => {
    expect(agree(ok({ y }), ok({ y: tensor('float64', [2, 2], [1, 2, 3, 4]) }), outputResult)).toBe(false);
    expect(agree(ok({ y }), ok({ y: f32([4], 1, 2, 3, 4) }), outputResult)).toBe(false);
  });

  test('only on outputs that both offer', () => {
    const mean: Result = { probe: 0, name: 'mean', missed: false, tolerances: Float64Array.of(9, 9) };
    expect(agree(ok({ y, mean: f32([2], 1, 1) }), ok({ y }), mean)).toBe(false);
    expect(agree(ok({ y, mean: f32([2], 1, 1) }), ok({ y, mean: f32([2], 2, 2) }), mean)).toBe(true);
    expect(agree(ok({ y }), ok({ y, mean: f32([2], 1, 1) }), mean)).toBe(false);
    expect(agree(ok({ y }), ok({ y }), mean)).toBe(true);
  });

  test('where both fail in the same way', () => {
    expect(agree(not('rejected'), not('rejected'), status)).toBe(true);
    expect(agree(not('rejected'), not('error'), status)).toBe(false);
    expect(agree(not('rejected'), ok({ y }), status)).toBe(false);
    expect(agree(ok({ y }), not('error'), outputResult)).toBe(false);
    expect(agree(ok({ y }), not('error'), purity)).toBe(false);
  });

  test('where both do the same to their arguments', () => {
    const changes = { mutated: ['x'] };
    const shares = { aliased: ['x'] };
    expect(agree(ok({ y }, changes), ok({ y }, changes), purity)).toBe(true);
    expect(agree(ok({ y }), ok({ y }), purity)).toBe(true);
    expect(agree(ok({ y }, changes), ok({ y }), purity)).toBe(false);
    expect(agree(ok({ y }, changes), ok({ y }, shares), purity)).toBe(false);
    expect(agree(ok({ y }, changes), ok({ y }, { mutated: ['x', 'gamma'] }), purity)).toBe(false);
  });

  test('on nothing that was not asked', () => {
    const results: Result[] = [outputResult, { ...outputResult, probe: 1 }];
    expect(agreementOf([ok({ y }), ok({ y })], [ok({ y })], results).agrees).toEqual([true, false]);
  });

  test('and the same numbers are counted, where they agree: NaN is one, the two zeros are two', () => {
    const mine = f32([2, 2], 1, 0, NaN, 4);
    const count = (...values: readonly number[]): number =>
      agreementOf([ok({ y: mine })], [ok({ y: f32([2, 2], ...values) })], [outputResult]).identical;
    expect(count(1, 0, NaN, 4)).toBe(4);
    expect(count(1.25, 0, NaN, 4)).toBe(3);
    expect(count(1.25, -0, NaN, 4.25)).toBe(1);
    expect(count(1, 0, NaN, 9)).toBe(0);
    const twice = agreementOf(
      [ok({ y }), ok({ y })],
      [ok({ y }), ok({ y })],
      [outputResult, { ...outputResult, probe: 1 }],
    );
    expect(twice).toEqual({ agrees: [true, true], explains: [true, true], identical: 8 });
  });
});

describe('an answer explains a miss', () => {
  const expectation = expecting(square, { y: [1, 2, 3, 4] }, { y: [0.125, 0.125, 0.125, 0.015625] });
  const [, result] = judged(ok({ y: f32([2, 2], 1, 2.5, 3, 4.25) }), expectation);
  const explains = (mine: Tensor, other: Tensor, of = result): boolean[] => {
    const { agrees, explains: found } = agreementOf([ok({ y: mine })], [ok({ y: other })], [of]);
    return [agrees[0], found[0]];
  };

  test('of the element that misses by most bounds', () => {
    expect(result).toMatchObject({ name: 'y', missed: true, miss: { index: 3, error: 0.25 } });
  });

  test('where it lies within half of that miss', () => {
    const mine = f32([2, 2], 1, 2.5, 3, 4.25);
    expect(explains(mine, mine)).toEqual([true, true]);
    expect(explains(mine, f32([2, 2], 1, 2.5, 3, 4.125))).toEqual([true, true]);
    // The text itself agrees within such wide tolerances, and accounts for nothing.
    const wide = { ...result, tolerances: Float64Array.of(9, 9, 9, 9) } as Result;
    expect(explains(mine, f32([2, 2], 1, 2.5, 3, 4.0625), wide)).toEqual([true, false]);
    expect(explains(mine, f32([2, 2], 1, 2, 3, 4), wide)).toEqual([true, false]);
    expect(explains(mine, f32([2, 2], 1, 2, 3, 99), wide)).toEqual([false, false]);
  });

  test('and anything that agrees, where no distance tells', () => {
    const infinite = judged(ok({ y: f32([2, 2], 1, 2, NaN, 9) }), expectation)[1];
    expect(infinite).toMatchObject({ missed: true });
    expect(infinite.miss).toBeUndefined();
    const narrow = judged(ok({ y: tensor('bfloat16', [2, 2], [1, 2.5, 3, 4.25]) }), expectation)[1];
    expect(narrow.miss).toBeUndefined();
    expect(judged(ok({ y: f32([2, 2], 1, 2, 3, 4) }), expectation)[1]).toMatchObject({ missed: false });
    const { miss: _, ...unmeasured } = { ...result, tolerances: Float64Array.of(9, 9, 9, 9) } as Result;
    const mine = f32([2, 2], 1, 2.5, 3, 4.25);
    expect(explains(mine, f32([2, 2], 1, 2, 3, 4), unmeasured as Result)).toEqual([true, true]);
  });
});
