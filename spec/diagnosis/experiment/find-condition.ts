/**
 * The experiment: from wrong calls, and from right ones next to them, calls that differ in one aspect are asked, and from each
 * guess the calls that would refute it, until a guess is borne out by fresh calls on both sides.
 */
import { type Random, randomOf } from '../../cases/random.ts';
import { type Operation, signatures } from '../../terms/operations.ts';
import { layoutOf } from '../../terms/layout.ts';
import { sizeOf, tensor, valuesOf } from '../../terms/tensor.ts';
import type { Tensor } from '../../terms/contract.ts';
import type { Draft } from '../hypothesis/draft.ts';
import { callOfDraft } from '../hypothesis/draft.ts';
import type { Affected } from '../hypothesis/hypothesis.ts';
import { type Traits, traitsOf } from '../hypothesis/traits.ts';
import { drawnDraft, isClaimed, kindsOf, mostValues, neighbours, withValues } from '../hypothesis/vary-draft.ts';
import { type Atom, type Condition, conditionOf, meets } from './condition.ts';
import type { Fact } from './facts.ts';
import type { Laboratory, Trial } from './laboratory.ts';

export interface Found {
  readonly operation: Operation;
  readonly condition: Condition;
  /** Outputs that are wrong in a good part of the wrong calls. */
  readonly outputs: readonly Affected[];
  readonly wrong: readonly Trial[];
  /** All that were asked, and whether each shows the mistake. */
  readonly trials: readonly Trial[];
  readonly isWrong: (trial: Trial) => boolean;
  /** Whether fresh calls bear the condition out. */
  readonly confirmed: boolean;
  /** Fresh calls asked after the condition stood: wrong ones among those that meet it, and among those that do not. */
  readonly inside: { readonly wrong: number; readonly of: number };
  readonly outside: { readonly wrong: number; readonly of: number };
}

const mostRounds = 6;

/** Numbers of calls in each step of a search. */
export interface Effort {
  readonly drawn: number;
  /** Wrong calls that are varied, and their neighbours. */
  readonly varied: number;
  readonly neighbours: number;
  /** On each side of a condition. */
  readonly perRound: number;
}

const usualEffort: Effort = { drawn: 16, varied: 3, neighbours: 16, perRound: 8 };

/** Calls that one search may take. */
const mostCalls = 220;

/** Shares of fresh calls that meet a condition and are wrong, and that do not and are. */
const leastInside = 0.8;
const mostOutside = 0.05;

/**
 * @param isWrong - whether a trial shows the mistake that is looked for
 * @param known - conditions of other operations, to be tried first
 */
export async function findCondition(
  lab: Laboratory,
  operation: Operation,
  seeds: readonly Draft[],
  isWrong: (trial: Trial) => boolean,
  known: readonly Condition[] = [],
  effort: Effort = usualEffort,
): Promise<Found | undefined> {
  const random = randomOf(seeds.length + 17);
  const { claims } = lab.bench;
  const trials: Trial[] = [];
  const ask = async (drafts: readonly Draft[], isEnough = (): boolean => false): Promise<Trial[]> => {
    const asked: Trial[] = [];
    for (const draft of drafts) {
      if (isEnough()) break;
      const trial = await lab.ask(draft);
      if (trial && !trials.includes(trial)) asked.push(trial);
    }
    trials.push(...asked);
    return asked;
  };
  const search = (drafts: readonly Draft[]): Promise<Trial[]> => ask(drafts, () => lab.nearlySpent);
  const simple: Draft[] = [];
  for (const seed of seeds) simple.push(await simplified(lab, seed, isWrong));
  // Where ordinary values show the mistake, others would only hide it in some calls.
  const plain = simple.filter(isPlain);
  const isUsed = (draft: Draft): boolean => plain.length === 0 || isPlain(draft);
  await ask(plain.length > 0 ? plain : simple);
  if (!trials.some(isWrong)) return undefined;
  const { perRound } = effort;
  for (const condition of known) {
    const found = judged(
      await ask(refuting(trials.filter(isWrong), condition, { lab, random, isUsed, perRound })),
      condition,
    );
    if (found.confirmed) return found;
  }
  await search(
    Array.from({ length: effort.drawn }, (_, i) =>
      drawnDraft(operation, claims, random, plain.length > 0 || i % 4 > 0),
    ),
  );
  for (const { draft } of trials.filter(isWrong).slice(0, effort.varied))
    await search(pick(neighbours(draft, claims, random).filter(isUsed), effort.neighbours, random));

  let condition = guess(trials, isWrong);
  for (let round = 0; round < mostRounds && trials.length < mostCalls && !lab.nearlySpent; round++) {
    const asked = await search(refuting(trials.filter(isWrong), condition, { lab, random, isUsed, perRound }));
    const next = guess(trials, isWrong);
    const same = next.atoms.map(({ says }) => says).join() === condition.atoms.map(({ says }) => says).join();
    condition = next;
    if (same && asked.every((trial) => isWrong(trial) === meets(condition, trial.traits)) && round > 1) break;
  }
  return judged(await ask(refuting(trials.filter(isWrong), condition, { lab, random, isUsed, perRound })), condition);

  function judged(fresh: readonly Trial[], held: Condition): Found {
    const [inside, outside] = [true, false].map((met) => {
      const those = fresh.filter(({ traits }) => meets(held, traits) === met);
      return { wrong: those.filter(isWrong).length, of: those.length };
    });
    const confirmed =
      inside.of > 0 && inside.wrong >= leastInside * inside.of && outside.wrong <= mostOutside * outside.of;
    const wrong = trials.filter((trial) => isWrong(trial) && meets(held, trial.traits));
    return {
      operation,
      condition: held,
      outputs: outputsOf(wrong),
      wrong,
      trials,
      isWrong,
      confirmed,
      inside,
      outside,
    };
  }
}

const guess = (trials: readonly Trial[], isWrong: (trial: Trial) => boolean): Condition =>
  conditionOf(trials.map((trial) => ({ traits: trial.traits, wrong: isWrong(trial) })));

const share = 0.2;

/** Outputs that are wrong in at least a fifth of the calls: a single one may be beyond its bound by chance. */
function outputsOf(wrong: readonly Trial[]): Affected[] {
  const all = [...new Set(wrong.flatMap((trial) => trial.wrong))];
  return all.filter((output) => {
    const able = wrong.filter((trial) => trial.truth.outputs[output as 'y'] !== undefined || output === 'status');
    return able.filter((trial) => trial.wrong.includes(output)).length >= share * able.length;
  });
}

export function pick<T>(all: readonly T[], count: number, random: Random): T[] {
  return all
    .map((each) => ({ each, at: random.uniform() }))
    .toSorted((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ each }) => each);
}

/** The same call with ordinary values, where it stays wrong; else with values of a kind, which has any number of them. */
async function simplified(lab: Laboratory, seed: Draft, isWrong: (trial: Trial) => boolean): Promise<Draft> {
  const stays = async (draft: Draft): Promise<boolean> => {
    const trial = await lab.ask(draft);
    return trial !== undefined && isWrong(trial);
  };
  const plain = { ...seed, values: {} };
  if (await stays(plain)) return plain;
  let draft = seed;
  for (const name of signatures[seed.operation].inputs) {
    if (draft.values[name] === undefined) continue;
    for (const kind of ['ordinary' as const, ...kindsOf(seed.operation, name)]) {
      const other = withValues(draft, name, kind);
      if (!(await stays(other))) continue;
      draft = other;
      break;
    }
  }
  return draft;
}

export interface Asking {
  readonly lab: Laboratory;
  readonly random: Random;
  /** Drafts that may be asked. */
  readonly isUsed: (draft: Draft) => boolean;
  /** Calls on each side. */
  readonly perRound?: number;
}

/** Without values of any kind but the usual. */
export const isPlain = ({ values }: Draft): boolean => Object.values(values).every((kind) => kind === 'ordinary');

/** Calls on both sides of a condition, and between the last right and the first wrong value of a limit. */
export function refuting(
  wrong: readonly Trial[],
  condition: Condition,
  { lab, random, isUsed, perRound = usualEffort.perRound }: Asking,
): Draft[] {
  const { claims } = lab.bench;
  const traits = new Map<Draft, Traits>();
  const met = (draft: Draft): boolean => {
    const own = traits.get(draft) ?? traitsOf(draft.operation, callOfDraft(draft, claims));
    traits.set(draft, own);
    return meets(condition, own);
  };
  const sources = pick(wrong, 4, random).map(({ draft }) => draft);
  const around = sources.flatMap((draft) => pick(neighbours(draft, claims, random), 20, random));
  const drawn = Array.from({ length: 20 }, (_, i) =>
    drawnDraft(pick(wrong, 1, random)[0].draft.operation, claims, random, i % 3 > 0),
  );
  const twice = around.slice(0, 12).flatMap((draft) => pick(neighbours(draft, claims, random), 2, random));
  const all = [...around, ...twice, ...drawn].filter(isUsed);
  const [inside, outside] = [all.filter(met), all.filter((draft) => !met(draft))];
  const limits = condition.atoms.flatMap((atom) =>
    sources
      .slice(0, 2)
      .flatMap((draft) => between(atom, draft, lab, random))
      .filter(isUsed),
  );
  // A few must refute all they can: those that have little in common with the calls that are known to be wrong.
  const far = perRound < usualEffort.perRound ? pick(drawn.filter(isUsed).filter(met), perRound - 1, random) : [];
  return [...limits, ...far, ...pick(inside, perRound - far.length, random), ...pick(outside, perRound, random)];
}

/** Distances at which another number may have the same remainder. */
const strides = [1, 2, 4, 8, 16, 32, 64, 256];

/** Drafts whose value lies between the last right and the first wrong one, or right at the limit; or other values than the only one. */
function between({ edge, only }: Atom, draft: Draft, lab: Laboratory, random: Random): Draft[] {
  const { claims } = lab.bench;
  if (only) {
    const { fact, value } = only;
    const targets = strides.flatMap((stride) => [value + stride, ...(value > stride ? [value - stride] : [])]);
    return targets
      .flatMap((target) => pick(withFact(draft, fact, target), 1, random))
      .filter((each) => isClaimed(each, claims));
  }
  if (edge === undefined) return [];
  const { fact, right, wrong } = edge;
  if (fact.exact) {
    const targets = [Math.round((right + wrong) / 2), right < wrong ? wrong - 1 : wrong + 1];
    return targets
      .flatMap((target) => pick(withFact(draft, fact, target), 2, random))
      .filter((each) => isClaimed(each, claims));
  }
  const target = Math.sign(wrong) * Math.sqrt(Math.abs(right * wrong));
  if (fact.name === 'epsilon') return [{ ...draft, epsilon: target }].filter((each) => isClaimed(each, claims));
  if (fact.name === 'momentum')
    return [{ ...draft, momentum: (right + wrong) / 2 }].filter((each) => isClaimed(each, claims));
  const now = fact.of(traitsOf(draft.operation, callOfDraft(draft, claims))) as number;
  return signatures[draft.operation].inputs
    .filter((name) => fact.name.includes(`|${name}|`) || fact.name.includes(name === 'invStd' ? 'inv_std' : '|y|'))
    .map((name) => withValues(draft, name, scaled(draft, name, target / now, lab)))
    .filter((each) => isClaimed(each, claims));
}

/** Drafts of the same rank in which a number of the shape has this value. */
function withFact(draft: Draft, { of }: Fact, target: number): Draft[] {
  const { shape, axis } = draft;
  if (target < 1) return [];
  const now = of(shapeTraits(draft)) as number;
  const flat = shape.map((length, at) => (at === axis ? length : 1));
  const shapes = shape.flatMap((length, at) => [
    shape.with(at, Math.max(1, Math.round((length * target) / now))),
    shape.with(at, target),
    ...(at === axis ? [] : [flat.with(at, target)]),
  ]);
  return shapes
    .map((other, i) => ({ ...draft, shape: other, seed: draft.seed + i + 1 }))
    .filter((other) => sizeOf(other.shape) <= 3 * mostValues && of(shapeTraits(other)) === target);
}

/** Traits that the shape alone determines. */
function shapeTraits({ operation, shape, axis, type }: Draft): Traits {
  const { outer: N, inner: S, channels: C, perChannel: m } = layoutOf(shape, axis);
  return { operation, shape, axis, rank: shape.length, N, S, C, m, size: sizeOf(shape), type } as unknown as Traits;
}

function scaled(draft: Draft, name: string, factor: number, { bench: { claims } }: Laboratory): Tensor {
  const given = (callOfDraft(draft, claims) as unknown as Readonly<Record<string, Tensor | undefined>>)[name];
  const t = given ?? tensor(draft.type, [1], [1]);
  return tensor(
    t.dtype,
    t.shape,
    valuesOf(t).map((value) => value * factor),
  );
}
