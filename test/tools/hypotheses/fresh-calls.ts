/**
 * Fresh calls that put a hypothesis to the test: half of them meet its condition, half miss it by one aspect, the
 * borders of sizes and scalars included.
 */
import { type Random, randomOf } from '../../../spec/cases/random.ts';
import { callOfDraft, type Draft } from '../../../spec/diagnosis/hypothesis/draft.ts';
import type { Hypothesis } from '../../../spec/diagnosis/hypothesis/hypothesis.ts';
import { traitsOf } from '../../../spec/diagnosis/hypothesis/traits.ts';
import { drawnDraft, isClaimed, neighbours } from '../../../spec/diagnosis/hypothesis/vary-draft.ts';
import type { Claims } from '../../../spec/terms/contract.ts';
import type { Operation } from '../../../spec/terms/operations.ts';

export interface FreshCalls {
  readonly met: readonly Draft[];
  readonly missed: readonly Draft[];
}

/** Drafts that meet the condition, for an author whose condition is met by chance too rarely. */
export type Examples = Partial<Readonly<Record<Operation, readonly Partial<Draft>[]>>>;

const mostDrawn = 1500;

/** @returns `count` of each half, or as many as there are */
export function freshCalls(
  operation: Operation,
  { when }: Pick<Hypothesis, 'when'>,
  claims: Claims,
  { seed, count, examples = [] }: { seed: number; count: number; examples?: readonly Partial<Draft>[] },
): FreshCalls {
  const random = randomOf(seed);
  const meets = (draft: Draft): boolean => when(traitsOf(draft.operation, callOfDraft(draft, claims)));
  const given = examples.flatMap((example) =>
    Array.from({ length: 3 }, () => ({ ...drawnDraft(operation, claims, random, true), ...example })),
  );
  const drawn = given.filter((draft) => isClaimed(draft, claims) && meets(draft));
  for (let i = 0; i < mostDrawn && drawn.length < count; i++) {
    const draft = drawnDraft(operation, claims, random, i % 3 === 0);
    if (meets(draft)) drawn.push(draft);
  }
  const [met, missed]: [Draft[], Draft[]] = [[], []];
  for (const draft of drawn) {
    const around = some(neighbours(draft, claims, random), 16, random);
    const [inside, outside] = [around.filter(meets), around.filter((each) => !meets(each))];
    met.push(draft, ...some(inside, 2, random));
    missed.push(...some(outside, 2, random), ...borders(draft, outside, meets, random));
  }
  return { met: some(met, count, random), missed: some(missed, count, random) };
}

const some = (all: readonly Draft[], count: number, random: Random): Draft[] =>
  all
    .map((draft) => ({ draft, at: random.uniform() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ draft }) => draft);

/** Between a draft that meets the condition and one with another length of an axis that does not: the last two lengths apart. */
function borders(draft: Draft, outside: readonly Draft[], meets: (draft: Draft) => boolean, random: Random): Draft[] {
  return some(
    outside.filter(({ shape }) => isLonger(shape, draft.shape)),
    2,
    random,
  ).map((far) => {
    const at = far.shape.findIndex((length, k) => length !== draft.shape[k]);
    let [inside, out] = [draft.shape[at], far.shape[at]];
    while (Math.abs(inside - out) > 1) {
      const middle = (inside + out) >> 1;
      if (meets({ ...draft, shape: draft.shape.with(at, middle) })) inside = middle;
      else out = middle;
    }
    return { ...draft, shape: draft.shape.with(at, out) };
  });
}

const isLonger = (shape: readonly number[], other: readonly number[]): boolean =>
  shape.length === other.length && shape.some((length, at) => length !== other[at]);
