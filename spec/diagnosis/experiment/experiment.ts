/** Finds what makes calls wrong, place by place, and what the wrong results are: a diagnosis that fresh calls bear out. */
import { randomOf } from '../../cases/random.ts';
import { grouped } from '../../report/grouped.ts';
import type { Diagnosis } from '../../report/report.ts';
import type { Mutant } from '../../terms/mutant.ts';
import { type Operation, operations, snakeCase } from '../../terms/operations.ts';
import { type Draft, optionalOf } from '../hypothesis/draft.ts';
import type { Hypothesis } from '../hypothesis/hypothesis.ts';
import { drawnDraft, isClaimed } from '../hypothesis/vary-draft.ts';
import { type Condition, conditionOf, meets, type Sample, saysOf } from './condition.ts';
import { accountsFor, clearly, type Explanation, explain } from './explain.ts';
import { findCondition, type Found, isPlain, pick, refuting } from './find-condition.ts';
import type { Answer } from '../probe-answers.ts';
import { capital, listed } from '../words.ts';
import { wrongOutputs } from './wrong-outputs.ts';
import { type Bench, Laboratory, type Trial } from './laboratory.ts';
import { dependOnEarlierCalls, type Open } from './earlier-calls.ts';

/** A diagnosis with its hypothesis, which can be put to the test. */
export interface Explained extends Diagnosis {
  readonly hypothesis: Hypothesis;
  /** Whether it says what the wrong results are. */
  readonly explains: boolean;
  /** Whether it is in some of the calls of its place only. */
  readonly conditional: boolean;
}

const budget = { calls: 1600, values: 500_000 } as const;

/** Wrong calls to start from, in each operation. */
const mostSeeds = 6;

const isWrong = ({ wrong }: Trial): boolean => wrong.some((output) => output !== 'purity');

export interface ExperimentOptions {
  /** Known mistakes. */
  readonly bank: readonly Mutant[];
  /** Operations that may be called. Default: all that are offered. */
  readonly usable?: readonly Operation[];
  /** Starts the target afresh. */
  readonly open?: Open | undefined;
}

/** @param seeds - wrong calls */
export async function experiment(
  bench: Bench,
  seeds: readonly Draft[],
  { bank, usable = bench.target.operations, open }: ExperimentOptions,
): Promise<Explained[]> {
  const lab = new Laboratory(bench, budget);
  const found: Found[] = [];
  const offered = operations.filter((operation) => usable.includes(operation));
  const count = (operation: Operation): number => seeds.filter((draft) => draft.operation === operation).length;
  for (const operation of offered.toSorted((a, b) => count(b) - count(a))) {
    const own = seeds.filter((draft) => draft.operation === operation);
    const wrong = [...smallest(own), ...(await elsewhere(lab, operation, found))];
    if (wrong.length === 0) continue;
    const place = await findCondition(
      lab,
      operation,
      wrong,
      isWrong,
      found.map(({ condition }) => condition),
    );
    if (place) found.push(place);
  }
  const explained: Place[] = [];
  for (const place of await explainedPlaces(lab, found, bank)) explained.push(await withMemory(place, open));
  return explained.map(diagnosisOf).toSorted((a, b) => Number(b.explains) - Number(a.explains));
}

/** Where nothing else explains wrong answers, that they depend on earlier calls may. */
async function withMemory(place: Place, open?: Open): Promise<Place> {
  const explains = place.explanation === undefined && open && (await dependOnEarlierCalls(place.wrong, open));
  return explains ? { ...place, explanation: ofMemory } : place;
}

const ofMemory: Explanation = {
  id: 'memory',
  says: 'The answer depends on earlier calls.',
  what: { kind: 'memory' },
  evidence: 'the same call has other answers after other calls, the same ones each time in a new process',
};

/** One explanation for all places, else for those with the same condition, else for each. */
async function explainedPlaces(lab: Laboratory, found: readonly Found[], bank: readonly Mutant[]): Promise<Place[]> {
  if (found.length === 0) return [];
  const whole = await explainedAs(lab, found, bank);
  if (whole) return [whole];
  if (found.length === 1) {
    const [place] = found;
    if (place.confirmed) return [{ ...merged(found), explanation: undefined }];
    const parts = await outputsOf(lab, place);
    return parts.length > 0 ? explainedPlaces(lab, parts, bank) : [];
  }
  const groups = withSameCondition(found);
  const parts = groups.length > 1 ? groups : found.map((each) => [each]);
  const places: Place[] = [];
  for (const part of parts) places.push(...(await explainedPlaces(lab, part, bank)));
  return sameExplained(lab, places);
}

/** Places with the same explanation are one. */
async function sameExplained(lab: Laboratory, places: readonly Place[]): Promise<Place[]> {
  const all: Place[] = [];
  for (const place of places) {
    const at = all.findIndex(({ explanation }) => explanation && explanation.says === place.explanation?.says);
    const other = all[at];
    if (other?.explanation === undefined) all.push(place);
    else all[at] = (await narrowed(lab, [other, place], other.explanation)) ?? other;
  }
  return all;
}

/** Explanations of the same calls to try the condition of. */
const mostExplanations = 6;

async function explainedAs(
  lab: Laboratory,
  found: readonly Found[],
  bank: readonly Mutant[],
): Promise<Place | undefined> {
  const wrong = found.flatMap((each) => each.wrong);
  let best: Place | undefined;
  for (const explanation of (await explain(wrong, lab.bench.claims, bank)).slice(0, mostExplanations)) {
    const place = await narrowed(lab, found, explanation);
    if (place && (best === undefined || place.condition.atoms.length < best.condition.atoms.length)) best = place;
  }
  return best;
}

/**
 * The condition under an explanation: a call that is right although it meets the condition refutes it only where the
 * explanation, too, would have made it wrong.
 */
async function narrowed(
  lab: Laboratory,
  found: readonly Found[],
  explanation: Explanation,
): Promise<Place | undefined> {
  const isShown = async ({ probe, truth }: Trial): Promise<boolean> => {
    const { what } = explanation;
    const result = 'answer' in what ? await what.answer(probe.operation, probe.call) : undefined;
    if (result === undefined) return false;
    const { claims, required: grade } = lab.bench;
    const answer = { status: 'ok', result, mutated: [], aliased: [] } as unknown as Answer;
    return wrongOutputs(answer, probe, truth, { claims, grade }, clearly).length > 0;
  };
  const random = randomOf(4);
  const samples: (Sample & { readonly trial: Trial })[] = [];
  const add = async (trial: Trial, wrong: boolean): Promise<boolean> => {
    const telling = wrong || (await isShown(trial));
    if (telling) samples.push({ traits: trial.traits, wrong, trial });
    return telling;
  };
  const wrong = found.flatMap((each) => each.wrong);
  const isMissed = async (trial: Trial): Promise<boolean> =>
    trial.wrong.length > 0 &&
    'answer' in explanation.what &&
    !(await accountsFor(explanation.what.answer, [trial], lab.bench.claims));
  let missed = 0;
  for (const trial of wrong) if (await isMissed(trial)) missed += 1;
  if (missed > mostMissed * wrong.length) return undefined;
  for (const { trials, isWrong: is } of found) for (const trial of trials) await add(trial, is(trial));
  const isUsed = wrong.every(({ draft }) => isPlain(draft)) ? isPlain : (): boolean => true;
  for (let round = 0; round < mostRounds; round++) {
    const condition = conditionOf(samples);
    const [inside, outside] = [
      { wrong: 0, of: 0 },
      { wrong: 0, of: 0 },
    ];
    for (const draft of refuting(wrong, condition, { lab, random, isUsed })) {
      const trial = await lab.ask(draft);
      if (trial === undefined || !(await add(trial, isWrong(trial)))) continue;
      const side = meets(condition, trial.traits) ? inside : outside;
      side.of += 1;
      if (isWrong(trial)) side.wrong += 1;
    }
    const bearsOut = inside.of >= enough && inside.wrong === inside.of && outside.wrong === 0;
    const holds = bearsOut && condition.exceptions <= mostMissed * wrong.length;
    if (holds) return { ...merged(found), condition, explanation, inside, outside, shownWhere: found[0].condition };
  }
  return undefined;
}

/** Guesses of a condition under an explanation, and fresh calls that must bear it out. */
const mostRounds = 6;
const enough = 5;

/** Share of the wrong calls that an explanation may leave: those in which other roundings matter as much. */
const mostMissed = 0.05;

interface Place extends Merged {
  readonly explanation: Explanation | undefined;
  /** The condition under which calls are seen to be wrong, which may be narrower. */
  readonly shownWhere?: Condition;
}

const smallest = (drafts: readonly Draft[]): Draft[] => {
  const size = ({ shape }: Draft): number => shape.reduce((a, b) => a * b, 1);
  const sorted = drafts.toSorted((a, b) => size(a) - size(b));
  return [...new Set([...sorted.slice(0, mostSeeds / 2), ...pick(sorted, mostSeeds / 2, randomOf(1))])];
};

/** Calls of another operation under the conditions found so far, and some of any kind: the wrong ones among them. */
async function elsewhere(lab: Laboratory, operation: Operation, found: readonly Found[]): Promise<Draft[]> {
  const random = randomOf(99);
  const like = found.flatMap(({ wrong }) =>
    wrong.slice(0, 6).map(({ draft }) => ({
      ...draft,
      operation,
      given: optionalOf(operation).filter(
        (name) => draft.given.includes(name) || !optionalOf(draft.operation).includes(name),
      ),
    })),
  );
  const drawn = Array.from({ length: 8 }, () => drawnDraft(operation, lab.bench.claims, random, true));
  const wrong: Draft[] = [];
  for (const draft of [...like.filter((each) => isClaimed(each, lab.bench.claims)), ...drawn]) {
    const trial = await lab.ask(draft);
    if (trial && isWrong(trial)) wrong.push(draft);
  }
  return wrong.slice(0, mostSeeds);
}

/** One place for each output that is wrong under a condition of its own. */
async function outputsOf(lab: Laboratory, { operation, wrong }: Found): Promise<Found[]> {
  const found: Found[] = [];
  const seeds = wrong.slice(0, mostSeeds).map(({ draft }) => draft);
  const outputs = new Set(wrong.flatMap((trial) => trial.wrong));
  for (const output of outputs.size > 1 ? outputs : []) {
    const one = await findCondition(lab, operation, seeds, (trial) => trial.wrong.includes(output));
    if (one?.confirmed === true) found.push({ ...one, outputs: [output] });
  }
  return found;
}

interface Merged extends Found {
  readonly operations?: readonly Operation[];
}

export const withSameCondition = (found: readonly Found[]): Found[][] =>
  grouped(found, ({ condition }) => saysOf(condition)).map(([, group]) => group);

export function merged(group: readonly Merged[]): Merged {
  const add = (side: 'inside' | 'outside'): Found['inside'] => ({
    wrong: group.reduce((sum, each) => sum + each[side].wrong, 0),
    of: group.reduce((sum, each) => sum + each[side].of, 0),
  });
  return {
    ...group[0],
    operations: operations.filter((operation) =>
      group.some((each) => (each.operations ?? [each.operation]).includes(operation)),
    ),
    wrong: group.flatMap(({ wrong }) => wrong),
    trials: group.flatMap(({ trials }) => trials),
    outputs: [...new Set(group.flatMap(({ outputs }) => outputs))],
    inside: add('inside'),
    outside: add('outside'),
  };
}

export function diagnosisOf({ explanation, shownWhere, ...found }: Place): Explained {
  const { condition, outputs, inside, outside } = found;
  const places = found.operations ?? [found.operation];
  const where = condition.atoms.length === 0 ? '' : ` where ${saysOf(condition)}`;
  const [name, calls] = [
    places.map(snakeCase).join(', '),
    condition.atoms.length === 0 ? everywhere(shownWhere) : where.trim(),
  ];
  const failure = outputs.includes('status') ? failureOf(found.wrong) : undefined;
  const results = failure
    ? `${name} ${failure.says}`
    : `${listed(outputs.map(snakeCase))} of ${name} ${outputs.length === 1 ? 'is' : 'are'} wrong`;
  const says = explanation
    ? `${explanation.says.replace(/\.$/, '')}: ${results} ${calls}.`
    : `${capital(results)} ${calls}.`;
  const sides = outside.of === 0 ? '' : `, and ${outside.wrong} of ${outside.of} next to them`;
  const shown = failure ? 'not answered' : 'wrong';
  const same = explanation ? `; ${explanation.evidence}` : '';
  return {
    id: explanation?.id ?? failure?.kind ?? 'where',
    says,
    evidence: `${inside.wrong} of ${inside.of} fresh calls like that are ${shown}${sides}${same}`,
    explains: explanation !== undefined,
    conditional: condition.atoms.length > 0,
    hypothesis: {
      operations: places,
      outputs,
      when: (traits) => meets(condition, traits),
      what: explanation?.what ?? { kind: failure?.kind ?? 'none' },
    },
  };
}

/** Failure of the calls, with the message of one of them. */
function failureOf(wrong: readonly Trial[]): { readonly says: string; readonly kind: 'crash' | 'hang' } | undefined {
  const failed = wrong.map(({ answer }) => answer).find(({ status }) => status !== 'ok');
  if (failed === undefined || failed.status === 'ok') return undefined;
  if (failed.status === 'timeout') return { says: 'does not answer in time', kind: 'hang' };
  const [line] = failed.message.split('\n');
  return { says: `${failed.status === 'crash' ? 'crashes' : 'fails'} (${line})`, kind: 'crash' };
}

/** Most parts of a condition that is said beside an explanation which holds everywhere. */
const mostShown = 2;

const everywhere = (shown?: Condition): string =>
  shown === undefined || shown.atoms.length === 0
    ? 'in every call'
    : shown.atoms.length > mostShown
      ? 'wherever that makes a difference'
      : `wherever that makes a difference (${saysOf(shown)})`;
