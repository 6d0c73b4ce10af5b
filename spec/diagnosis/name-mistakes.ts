/**
 * Names the mistake that an implementation most likely contains: known mistakes with the same answers, else what
 * decoders conclude from its answers.
 */
import { type AnyExchange, type Exchange, isFatal, isOfBatch } from '../check/trial/exchange.ts';
import type { Diagnosis } from '../report/report.ts';
import type { Mutant } from '../terms/mutant.ts';
import { rowOf } from '../terms/mutant-id.ts';
import { type Operation, signatures } from '../terms/operations.ts';
import { expectationsOf, type Lost } from './probe-answers.ts';
import { decodeCoarse } from './decoders/coarse-arithmetic.ts';
import { decode, isRow } from './run-decoders.ts';
import type { Findings, Scope } from './violations.ts';
import { decodeMemory } from './decoders/kept-state.ts';
import { nearestMutants } from './nearest-mutants.ts';
import { fixedProbes, type Probe, probesFor } from './probes.ts';
import { seenOf } from './answered-calls.ts';
import { type Explained, experiment } from './experiment/experiment.ts';
import { answersOf } from './experiment/explain.ts';
import { experimentOnPurity } from './experiment/impure.ts';
import { experimentOnUnanswered, type OpenInTime } from './experiment/unanswered.ts';
import type { Bench } from './experiment/laboratory.ts';
import { experimentOnMemory } from './experiment/remembered.ts';
import { type Draft, draftOf } from './hypothesis/draft.ts';
import { always, type Hypothesis } from './hypothesis/hypothesis.ts';

export interface NameMistakesOptions {
  /** Known mistakes, all stateless. */
  readonly bank: readonly Mutant[];
  /** Outputs that clauses found finite although they must not be; bounds do not show these. */
  readonly lost?: Lost;
  /** Starts the target afresh, with no state from earlier calls. */
  readonly open?: OpenInTime | undefined;
}

/**
 * @param target - a stateless or freshly started one
 * @param counterexamples - the calls of each failed clause
 */
export async function nameMistakes(
  { required = 'stable', ...given }: Omit<Bench, 'required'> & Partial<Pick<Bench, 'required'>>,
  counterexamples: readonly (readonly Exchange[])[],
  options: NameMistakesOptions,
): Promise<Named[]> {
  const bench: Bench = { ...given, required };
  const fatal = fatalOperations(counterexamples);
  const { open } = options;
  const unanswered = open ? await experimentOnUnanswered(bench, counterexamples.flat(), open) : [];
  const usable = given.target.operations.filter((operation) => !fatal.has(operation));
  const wrong = await nameWrongResults(bench, counterexamples, usable, options);
  const named = wrong.some(({ id }) => isOfMemory(options.bank.find((mutant) => mutant.id === id)));
  const impure = named ? [] : await experimentOnPurity(bench, counterexamples.flat(), usable);
  return [...unanswered, ...wrong, ...impure];
}

/** Whether a known mistake changes arguments, or gives back memory that is not its own. */
const isOfMemory = (mutant?: Mutant): boolean =>
  mutant?.breaks.some((clause) => clause === 'BN-13.1' || clause === 'BN-13.2') === true;

/** @param usable - operations that may be called */
async function nameWrongResults(
  bench: Bench,
  counterexamples: readonly (readonly Exchange[])[],
  usable: readonly Operation[],
  { bank, lost, open }: NameMistakesOptions,
): Promise<Named[]> {
  const { target, reference, claims } = bench;
  const probes = probesFor(claims, usable, counterexamples);
  const expectations = expectationsOf(probes, reference, claims);
  const nearest = await nearestMutants(target, probes, expectations, claims, bank, lost);
  const { diagnoses, sure, left, findings, answers } = nearest;
  const wrong = wrongCalls(
    counterexamples,
    probes,
    findings.missed.map((i) => findings.results[i].probe),
    usable,
  );
  const kept = sure || !open ? [] : await experimentOnMemory(bench, counterexamples.flat(), { open, usable });
  if (kept.length > 0) return besideMemory(kept, diagnoses, bank);
  if (findings.missed.length === 0) return experiment(bench, wrong, { bank, usable, open });
  const missed = left.length > 0 ? left.flatMap((scope) => scope.missed) : findings.missed;
  const memory =
    sure || !open ? undefined : await decodeMemory(open, probes, expectations, findings.results, missed, claims);
  if (memory) {
    const places = [...new Set(missed.map((i) => probes[findings.results[i].probe].operation))];
    return besideMemory([{ ...memory, hypothesis: memoryOf(places) }], diagnoses, bank);
  }
  if (sure) return diagnoses.map((diagnosis) => ({ ...diagnosis, ...whereAlways(diagnosis, findings, bank) }));
  const found = await experiment(bench, wrong, { bank, usable, open });
  const [explained, located] = [found.filter(({ explains }) => explains), found.filter(({ explains }) => !explains)];
  if (left.length === 0) return refined(diagnoses, explained, findings);
  if (covers(explained, findings)) return onceEach(explained);
  const first = probes.map((probe, i) => (probes.indexOf(probe) === i ? expectations[i] : undefined));
  const seen = seenOf(probes, answers, first, claims);
  const decoded = await decode({ target, reference, claims }, fixedProbes(claims, usable), seen, left);
  const known = merged(diagnoses, decoded, 2 * sizeOf(left) > findings.missed.length);
  const rows = known.filter(({ id }) => isRow(id));
  if (found.length > 0) return onceEach([...explained, ...located, ...known]);
  if (rows.length > 0) return known;
  const coarse = decodeCoarse(findings.results, probes, expectations);
  return coarse ? [coarse] : known;
}

/** Whether every output that is wrong is explained. */
const covers = (explained: readonly Explained[], { scopes }: Findings): boolean =>
  scopes.every(({ operation, output }) =>
    explained.some(
      ({ hypothesis }) => hypothesis.operations.includes(operation) && hypothesis.outputs.includes(output),
    ),
  );

/** Known mistakes that explain everything, with the conditions and hypotheses that experiments found for them. */
function refined(known: readonly Diagnosis[], explained: readonly Explained[], findings: Findings): Named[] {
  // One mistake that fresh calls bear out, where several known ones would be needed.
  if (known.length > 1 && covers(explained.slice(0, 1), findings)) return onceEach([explained[0], ...known]);
  const own = known.map((diagnosis): Named => {
    const same = explained.find(({ id }) => rowOf(id) === rowOf(diagnosis.id));
    if (same === undefined) return diagnosis;
    return same.conditional ? same : { ...diagnosis, hypothesis: same.hypothesis };
  });
  // Those that fresh calls bear out come first.
  const isSure = ({ hypothesis }: Named): boolean => hypothesis !== undefined;
  return onceEach([
    ...own.filter(isSure),
    ...(own.some(isSure) ? [] : explained),
    ...own.filter((each) => !isSure(each)),
  ]);
}

/** A diagnosis, and its hypothesis where it has one. */
export type Named = Diagnosis & Partial<Pick<Explained, 'hypothesis'>>;

/** Calls of the clauses that failed, and probes that did. */
function wrongCalls(
  counterexamples: readonly (readonly Exchange[])[],
  probes: readonly Probe[],
  missed: readonly number[],
  usable: readonly Operation[],
): Draft[] {
  const calls = [...counterexamples.flat(), ...new Set(missed.map((i) => probes[i]))];
  return calls
    .filter(({ operation }) => usable.includes(operation))
    .map(({ operation, call }, i) => draftOf(operation, call, i));
}

const memoryOf = (places: readonly Operation[]): Hypothesis => ({
  operations: places,
  outputs: [...new Set(places.flatMap((operation) => signatures[operation].outputs))],
  when: always,
  what: { kind: 'memory' },
});

/** The hypothesis of a known mistake that answers everything as the target does. */
function whereAlways({ id }: Diagnosis, { scopes }: Findings, bank: readonly Mutant[]): Pick<Named, 'hypothesis'> {
  const mutant = bank.find((each) => each.id === id);
  if (mutant === undefined) return {};
  return {
    hypothesis: {
      operations: [...new Set(scopes.map(({ operation }) => operation))],
      outputs: [...new Set(scopes.map(({ output }) => output))],
      when: always,
      what: { kind: 'id', id, answer: answersOf(mutant) },
    },
  };
}

const onceEach = (all: readonly Named[]): Named[] =>
  all.filter(
    (one, i) => all.findIndex((other) => other.id === one.id && (other.says === one.says || isRow(one.id))) === i,
  );

/** A stateless mistake does not explain an answer that depends on earlier calls. */
function besideMemory(memory: readonly Named[], known: readonly Diagnosis[], bank: readonly Mutant[]): Named[] {
  const keeps = ({ id }: Diagnosis): boolean =>
    bank.find((mutant) => mutant.id === id)?.breaks.some((clause) => clause.startsWith('BN-13.')) === true;
  return [...known.filter(keeps), ...memory, ...known.filter((each) => !keeps(each))];
}

const sizeOf = (scopes: readonly Scope[]): number => scopes.reduce((sum, { missed }) => sum + missed.length, 0);

/** First the mistakes found both ways, then those that have more to explain. */
function merged(matched: readonly Diagnosis[], decoded: readonly Diagnosis[], moreIsLeft: boolean): Diagnosis[] {
  const same = (a: Diagnosis, b: Diagnosis): boolean => rowOf(a.id) === rowOf(b.id);
  const both = matched.filter((one) => decoded.some((other) => same(one, other)));
  const rest = matched.filter((one) => !both.includes(one));
  const others = decoded.filter((one) => !both.some((other) => same(one, other)));
  const first = moreIsLeft && others.some(({ id }) => isRow(id));
  return [...both, ...(first ? [...others, ...rest] : [...rest, ...others])];
}

/**
 * Operations that crashed, hung or broke the protocol: that is their diagnosis, and each further call would cost a
 * restart.
 */
export function fatalOperations(counterexamples: readonly (readonly AnyExchange[])[]): ReadonlySet<Operation> {
  const exchanges = counterexamples
    .flat()
    .filter(isOfBatch)
    .filter(({ outcome }) => isFatal(outcome.status));
  return new Set(exchanges.map(({ operation }) => operation));
}
