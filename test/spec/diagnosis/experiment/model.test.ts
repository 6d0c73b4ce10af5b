/** The model without a wrong step is right, and each wrong step is wrong somewhere. */
import { expect, test } from 'vitest';
import { reference } from '../../../../reference/oracle.ts';
import { randomOf } from '../../../../spec/cases/random.ts';
import { answerOf } from '../../../../spec/diagnosis/experiment/model.ts';
import { wrongOutputs } from '../../../../spec/diagnosis/experiment/wrong-outputs.ts';
import { answerWith, wrongSteps } from '../../../../spec/diagnosis/experiment/wrong-steps.ts';
import { callOfDraft } from '../../../../spec/diagnosis/hypothesis/draft.ts';
import { drawnDraft } from '../../../../spec/diagnosis/hypothesis/vary-draft.ts';
import type { Answer } from '../../../../spec/diagnosis/probe-answers.ts';
import type { Probe } from '../../../../spec/diagnosis/probes.ts';
import type { NamedTensors } from '../../../../spec/terms/named-tensors.ts';
import { operations } from '../../../../spec/terms/operations.ts';
import { resolveClaims } from '../../../../spec/terms/profiles.ts';

const claims = resolveClaims({
  dtypes: ['float16', 'float32', 'float64'],
  channelAxis: 'any',
  singleValue: 'defined',
  minEpsilon: 0,
});
const random = randomOf(7);
const calls = operations.flatMap((operation) =>
  Array.from({ length: 40 }, (_, i) => {
    const draft = drawnDraft(operation, claims, random, i % 2 === 0);
    const probe = { operation, call: callOfDraft(draft, claims) } as Probe;
    return { probe, truth: reference.answer(operation, probe.call, claims) };
  }),
);

const wrongIn = (answer: (probe: Probe) => NamedTensors | undefined): string[] =>
  calls.flatMap(({ probe, truth }) => {
    const result = answer(probe);
    if (result === undefined) return [];
    return wrongOutputs({ status: 'ok', result, mutated: [], aliased: [] } as unknown as Answer, probe, truth, {
      claims,
      grade: 'stable',
    });
  });

test('without a wrong step it is right in every operation', () => {
  expect(wrongIn(({ operation, call }) => answerOf({}, operation, call, claims))).toEqual([]);
});

test('no two wrong steps are said in the same words of the same values', () => {
  const said = wrongSteps.map(({ says }) => says);
  // The two halves of an odd number may be cut in two ways.
  expect(said.length - new Set(said).size).toBeLessThanOrEqual(1);
});

test('a wrong step makes outputs wrong', () => {
  const first = wrongSteps.find(({ says }) => says === 'gamma is not applied') as (typeof wrongSteps)[number];
  const wrong = new Set(wrongIn(({ operation, call }) => answerWith(first, operation, call, claims)));
  expect(wrong).toEqual(new Set(['y', 'dx']));
});
