/** Epsilons at the end of the range: no honest class may be blamed for what overflows or vanishes on the way. */
import { describe, expect, test } from 'vitest';
import { reference } from '../../../reference/oracle.ts';
import { boundsOf } from '../../../spec/accuracy/bounds.ts';
import { worstOf } from '../../../spec/accuracy/judge-element.ts';
import { type Family, families } from '../../../spec/cases/family.ts';
import { callOf, type Scenario, scenarioOf } from '../../../spec/cases/scenario.ts';
import { channelVector, mapValues } from '../../../spec/cases/scenario-variants.ts';
import { resolveClaims } from '../../../spec/terms/profiles.ts';
import type { Tensor } from '../../../spec/terms/contract.ts';
import { type Calls, type Operation, operations, signatures, type TensorName } from '../../../spec/terms/operations.ts';
import type { Truth } from '../../../spec/terms/truth.ts';
import { furtherClasses, honestClasses } from '../../tools/honest/classes.ts';

const float32 = [...honestClasses, ...furtherClasses].filter(({ implementation: { claims } }) => {
  const { dtypes } = resolveClaims(claims);
  return dtypes.includes('float32');
});
const claims = resolveClaims(float32[0].implementation.claims);

/** x as it is, of one value, and 0: where x or x - μ vanishes, nothing else keeps a power of r in range. */
const changes: readonly ((s: Scenario) => Scenario)[] = [
  (s) => s,
  (s) => ({ ...s, x: mapValues(s.x, () => 3) }),
  (s) => ({ ...s, x: mapValues(s.x, () => 0), savedMean: mapValues(s.savedMean, () => 0) }),
  (s) => ({ ...s, x: mapValues(s.x, () => 0), gamma: channelVector(s, () => 1e-30) }),
  (s) => ({ ...s, runningVar: mapValues(s.runningVar, () => 0), runningMean: mapValues(s.runningMean, () => 0) }),
];

type HonestGrade = (typeof float32)[number]['grade'];

interface Judged {
  readonly operation: Operation;
  readonly call: Calls[Operation];
  readonly truth: Truth;
  readonly boundsAt: (grade: HonestGrade) => ReturnType<typeof boundsOf>;
}

/** What is right, and how near to it, is the same for all classes. */
function judgedCalls(s: Scenario): Judged[] {
  return operations.map((operation) => {
    const call = callOf[operation](s);
    const truth = reference.answer(operation, call, claims);
    const bounds = new Map<HonestGrade, ReturnType<typeof boundsOf>>();
    const boundsAt = (grade: HonestGrade): ReturnType<typeof boundsOf> => {
      const known = bounds.get(grade) ?? boundsOf(operation, call, truth, { grade, claims, growth: 'any-order' });
      bounds.set(grade, known);
      return known;
    };
    return { operation, call, truth, boundsAt };
  });
}

/** Errors over their bounds, of the class at its own grade. */
function failuresOf({ implementation, grade }: (typeof float32)[number], judged: readonly Judged[]): string[] {
  return judged.flatMap(({ operation, call, truth, boundsAt }) => {
    const bounds = boundsAt(grade);
    const result = implementation[operation]?.(call as never) as Partial<Record<TensorName, Tensor>>;
    return signatures[operation].outputs.flatMap((name) => {
      const [actual, exact, bound] = [result[name], truth.outputs[name], bounds[name]];
      if (!actual || !exact || !bound) return [];
      const { excess, element } = worstOf(actual, exact, (i) => bound[i]);
      return excess > 1 ? [`${operation} ${name}: ${element.actual} for ${element.expected}`] : [];
    });
  });
}

describe.each([2 ** -126, 2 ** -100, 2 ** -84, 2 ** -60])('epsilon %d', (epsilon) => {
  const cases = (Object.keys(families) as Family[]).flatMap((family) =>
    [1, 2, 3].flatMap((seed) => {
      const s = scenarioOf(claims, { shape: [6, 2], axis: 1, family, epsilon, seed });
      return changes.map((change) => ({ family, judged: judgedCalls(change(s)) }));
    }),
  );

  test.each(float32.map((honest) => [honest.implementation.name, honest] as const))('%s', (_, honest) => {
    for (const { family, judged } of cases) expect([family, ...failuresOf(honest, judged)]).toEqual([family]);
  });
});
