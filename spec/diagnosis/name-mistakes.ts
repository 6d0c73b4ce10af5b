/**
 * Names the mistake that an implementation most likely contains: known mistakes with the same answers, else what
 * decoders conclude from its answers.
 */
import { type AnyExchange, type Exchange, isFatal, isOfBatch } from '../check/trial/exchange.ts';
import type { Diagnosis } from '../report/report.ts';
import type { Mutant } from '../terms/mutant.ts';
import { rowOf } from '../terms/mutant-id.ts';
import type { Operation } from '../terms/operations.ts';
import type { Session } from '../check/trial/session.ts';
import type { Target } from '../wire/target.ts';
import { expectationsOf, type Lost } from './probe-answers.ts';
import { decodeCoarse } from './decoders/coarse-arithmetic.ts';
import { decode, isRow } from './run-decoders.ts';
import type { Scope } from './violations.ts';
import { decodeMemory } from './decoders/kept-state.ts';
import { nearestMutants } from './nearest-mutants.ts';
import { fixedProbes, probesFor } from './probes.ts';
import { seenOf } from './answered-calls.ts';
import { decodeWhere } from './locate-mistake.ts';

export interface NameMistakesOptions {
  /** Known mistakes, all stateless. */
  readonly bank: readonly Mutant[];
  /** Outputs that clauses found finite although they must not be; bounds do not show these. */
  readonly lost?: Lost;
  /** Starts the target afresh, with no state from earlier calls. */
  readonly open?: (() => Promise<Target>) | undefined;
}

/**
 * @param target - a stateless or freshly started one
 * @param counterexamples - the calls of each failed clause
 */
export async function nameMistakes(
  { target, reference, claims }: Pick<Session, 'target' | 'reference' | 'claims'>,
  counterexamples: readonly (readonly Exchange[])[],
  { bank, lost, open }: NameMistakesOptions,
): Promise<Diagnosis[]> {
  const fatal = fatalOperations(counterexamples);
  const usable = target.operations.filter((operation) => !fatal.has(operation));
  const probes = probesFor(claims, usable, counterexamples);
  const expectations = expectationsOf(probes, reference, claims);
  const nearest = await nearestMutants(target, probes, expectations, claims, bank, lost);
  const { diagnoses, sure, left, findings, answers } = nearest;
  if (findings.missed.length === 0) return [];
  const missed = left.length > 0 ? left.flatMap((scope) => scope.missed) : findings.missed;
  const memory =
    sure || !open ? undefined : await decodeMemory(open, probes, expectations, findings.results, missed, claims);
  const named = (known: readonly Diagnosis[]): Diagnosis[] => (memory ? besideMemory(memory, known, bank) : [...known]);
  if (left.length === 0) return named(diagnoses);
  const first = probes.map((probe, i) => (probes.indexOf(probe) === i ? expectations[i] : undefined));
  const seen = seenOf(probes, answers, first, claims);
  const context = { target, reference, claims };
  const decoded = await decode(context, fixedProbes(claims, usable), seen, left);
  const known = merged(diagnoses, decoded, 2 * sizeOf(left) > findings.missed.length);
  if (memory || known.some(({ id }) => isRow(id))) return named(known);
  const coarse = decodeCoarse(findings.results, probes, expectations);
  return [...(coarse ? [coarse] : known), ...(await decodeWhere(context, left))];
}

/** A stateless mistake does not explain an answer that depends on earlier calls. */
function besideMemory(memory: Diagnosis, known: readonly Diagnosis[], bank: readonly Mutant[]): Diagnosis[] {
  const keeps = ({ id }: Diagnosis): boolean =>
    bank.find((mutant) => mutant.id === id)?.breaks.some((clause) => clause.startsWith('BN-13.')) === true;
  return [...known.filter(keeps), memory, ...known.filter((each) => !keeps(each))];
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
