/** Mistakes under a condition: what decides is found, fresh calls bear it out, and wrong results are explained where they can be. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../../impl/plain/implementation.ts';
import { reference } from '../../../../reference/oracle.ts';
import { randomOf } from '../../../../spec/cases/random.ts';
import { mapValues } from '../../../../spec/cases/scenario-variants.ts';
import { experiment, type Explained } from '../../../../spec/diagnosis/experiment/experiment.ts';
import { callOfDraft, type Draft } from '../../../../spec/diagnosis/hypothesis/draft.ts';
import { type Traits, traitsOf } from '../../../../spec/diagnosis/hypothesis/traits.ts';
import { drawnDraft } from '../../../../spec/diagnosis/hypothesis/vary-draft.ts';
import type {
  Claims,
  Implementation,
  InferForward,
  InferForwardResult,
  Tensor,
} from '../../../../spec/terms/contract.ts';
import { type Layout, layoutOf } from '../../../../spec/terms/layout.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';
import { tensor, valuesOf } from '../../../../spec/terms/tensor.ts';
import { targetOf } from '../../../../spec/wire/in-process.ts';

const right = implementationOf('', {}, { dtypes: ['float32', 'float64'] });
const claims: Claims = resolveClaims(right.claims);

const where = (is: (traits: Traits) => boolean, wrong: (call: InferForward) => InferForward): Implementation => ({
  ...right,
  inferForward: (call) => right.inferForward(is(traitsOf('inferForward', call)) ? wrong(call) : call),
});

const shifted = (call: InferForward): InferForward => ({
  ...call,
  x: mapValues(call.x, (value, i) => value + (i % 3)),
});
const without = ({ gamma: _gamma, ...call }: InferForward): InferForward => call;

/** From three wrong calls, as clauses find them. */
async function found(implementation: Implementation, is: (traits: Traits) => boolean): Promise<Explained[]> {
  const random = randomOf(11);
  const seeds: Draft[] = [];
  while (seeds.length < 3) {
    const draft = drawnDraft('inferForward', claims, random, true);
    if (is(traitsOf('inferForward', callOfDraft({ ...draft, operation: 'inferForward' }, claims)))) seeds.push(draft);
  }
  return experiment({ target: targetOf(implementation), reference, claims, required: 'stable' }, seeds, { bank: [] });
}

describe('a mistake that no formula explains is located', () => {
  test.each<[string, (traits: Traits) => boolean]>([
    ['the rank is not 3', ({ rank }) => rank !== 3],
    ['C > 4', ({ C }) => C > 4],
    ['m < 6', ({ m }) => m < 6],
    ['beta is not given', ({ beta }) => beta === undefined],
    ['x is float64', ({ type }) => type === 'float64'],
    ['the channel axis is the last', ({ axis, rank }) => axis === rank - 1],
  ])('where %s', async (says, is) => {
    const [first] = await found(where(is, shifted), is);
    expect(first.says).toBe(`Y of infer_forward is wrong where ${says}.`);
    expect(first.hypothesis).toMatchObject({ operations: ['inferForward'], outputs: ['y'], what: { kind: 'none' } });
  });

  test('two aspects at once', async () => {
    const is = ({ type, beta }: Traits): boolean => type === 'float64' && beta === undefined;
    const [{ says }] = await found(where(is, shifted), is);
    expect(says).toMatch(/where (beta is not given and x is float64|x is float64 and beta is not given)\.$/);
  });
});

test('wrong results are explained by a wrong step', async () => {
  const is = ({ C, gamma }: Traits): boolean => C > 8 && gamma !== undefined;
  const [first] = await found(where(is, without), is);
  expect(first.says).toBe('Gamma is not applied: y of infer_forward is wrong where C > 8.');
  expect(first.hypothesis.what.kind).toBe('expression');
});

/** Inference in which every element takes the statistics, gamma and beta of a channel of its own. */
function reading(channelOf: (place: number, layout: Layout) => number): (call: InferForward) => InferForwardResult {
  return (call) => {
    const { x, gamma, beta, mean, variance, epsilon } = call;
    const layout = layoutOf(x.shape, call.axis);
    const at = Array.from(x.data, (_, place) => channelOf(place, layout));
    const taken = (t: Tensor): Tensor => {
      const values = valuesOf(t);
      return tensor(
        t.dtype,
        [at.length],
        at.map((c) => values[c]),
      );
    };
    const y = right.inferForward({
      x: { ...x, shape: [1, at.length] },
      mean: taken(mean),
      variance: taken(variance),
      epsilon,
      axis: 1,
      ...(gamma && { gamma: taken(gamma) }),
      ...(beta && { beta: taken(beta) }),
    }) as InferForwardResult;
    return { y: { ...y.y, shape: x.shape } };
  };
}

test.each<[string, string, (traits: Traits) => boolean, (place: number, layout: Layout) => number]>([
  ['of the first channel', 'where the rank = 2', ({ rank, C }) => rank === 2 && C > 1, () => 0],
  [
    'by the number of the vector of 4 values instead of the value',
    'where S is a multiple of 4',
    ({ S, C }) => S % 4 === 0 && C > 1,
    (place, { inner, channels }) => Math.floor(Math.floor(place / 4) / inner) % channels,
  ],
])('parameters that inference reads %s', async (read, place, is, channelOf) => {
  const wrong: Implementation = {
    ...right,
    inferForward: (call) => (is(traitsOf('inferForward', call)) ? reading(channelOf)(call) : right.inferForward(call)),
  };
  const [first] = await found(wrong, is);
  expect(first.says).toBe(
    `Statistics, gamma and beta of inference are read ${read}: y of infer_forward is wrong ${place}.`,
  );
});

test('a failure is located, with its message', async () => {
  const is = ({ beta }: Traits): boolean => beta === undefined;
  const failing: Implementation = {
    ...right,
    inferForward: (call) => {
      if (call.beta === undefined) throw new TypeError('beta of nothing');
      return right.inferForward(call);
    },
  };
  const [first] = await found(failing, is);
  expect(first.id).toBe('crash');
  expect(first.says).toMatch(/^Infer_forward fails \(.*beta of nothing.*\) where beta is not given\.$/);
});

test('a right implementation has no diagnosis', async () => {
  expect(await found(right, () => true)).toEqual([]);
});
