/** The judge of diagnoses, on a mistake with a threshold and a formula: channels from the fifth on use the first gamma. */
import { describe, expect, test } from 'vitest';
import { implementationOf } from '../../../impl/plain/implementation.ts';
import { reference } from '../../../reference/oracle.ts';
import { always, type Hypothesis, type WrongAnswer } from '../../../spec/diagnosis/hypothesis/hypothesis.ts';
import { drawnDraft } from '../../../spec/diagnosis/hypothesis/vary-draft.ts';
import { callOfDraft } from '../../../spec/diagnosis/hypothesis/draft.ts';
import { traitsOf } from '../../../spec/diagnosis/hypothesis/traits.ts';
import { randomOf } from '../../../spec/cases/random.ts';
import type { InferForward } from '../../../spec/terms/contract.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import { tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { freshCalls } from './fresh-calls.ts';
import { judgeDiagnosis, type Truth } from './judge.ts';

const right = implementationOf('');
const claims = resolveClaims(right.claims);

const gammaFrom =
  (of: (gamma: Float64Array, c: number) => number): WrongAnswer =>
  async (operation, call) => {
    const { gamma, ...rest } = call as InferForward;
    if (operation !== 'inferForward') return undefined;
    if (gamma === undefined) return { ...(await right.inferForward(rest)) };
    const values = valuesOf(gamma);
    const changed = tensor(
      gamma.dtype,
      gamma.shape,
      values.map((_, c) => of(values, c)),
    );
    return { ...(await right.inferForward({ ...rest, gamma: changed })) };
  };

const firstBeyond4 = gammaFrom((gamma, c) => gamma[c > 3 ? 0 : c]);
const truth: Truth = {
  operations: ['inferForward'],
  outputs: ['y'],
  when: ({ C, gamma }) => C > 4 && gamma !== undefined,
  what: { kind: 'expression', says: 'the first gamma', answer: firstBeyond4 },
};
const unexplained: Hypothesis['what'] = { kind: 'none' };
const verdictOf = async (said?: Hypothesis): Promise<string> =>
  (await judgeDiagnosis(truth, said, { claims, reference })).verdict;

describe('the verdict on a diagnosis', () => {
  test.each<[string, string, Partial<Hypothesis>]>([
    ['right', 'the truth', {}],
    ['in part', 'the place without the values', { what: unexplained }],
    ['in part', 'some of the calls', { when: ({ C, gamma }) => C > 40 && gamma !== undefined }],
    ['right', 'more calls, where the values that are said are right', { when: ({ gamma }) => gamma !== undefined }],
    ['wrong', 'another threshold', { when: ({ C, gamma }) => C > 1 && gamma !== undefined, what: unexplained }],
    ['wrong', 'every call', { when: always, what: unexplained }],
    ['wrong', 'memory', { what: { kind: 'memory' } }],
    ['wrong', 'another operation', { operations: ['inferForward', 'trainForward'] }],
    [
      'wrong',
      'other values',
      { what: { kind: 'expression', says: '', answer: gammaFrom((gamma, c) => gamma[c > 3 ? c - 1 : c]) } },
    ],
  ])('%s: %s', async (verdict, _, changes) => {
    expect(await verdictOf({ ...truth, ...changes })).toBe(verdict);
  });

  test('none where nothing is said', async () => {
    expect(await verdictOf()).toBe('none');
  });
});

test('fresh calls meet the condition, or miss it by one aspect, at its border too', () => {
  const { met, missed } = freshCalls('inferForward', truth, claims, { seed: 3, count: 30 });
  const traits = [met, missed].map((drafts) =>
    drafts.map((draft) => traitsOf('inferForward', callOfDraft(draft, claims))),
  );
  expect(traits[0].every(truth.when)).toBe(true);
  expect(traits[1].some(truth.when)).toBe(false);
  expect(Math.min(...traits[0].map(({ C }) => C))).toBe(5);
  expect(Math.max(...traits[1].filter(({ gamma }) => gamma).map(({ C }) => C))).toBe(4);
  expect(traits[1].some(({ gamma, C }) => gamma === undefined && C > 4)).toBe(true);
});

test('one seed draws the same calls', () => {
  const drawn = (): unknown => drawnDraft('trainForward', claims, randomOf(5));
  expect(drawn()).toEqual(drawn());
});
