/**
 * Finds the condition under which an operation crashes or hangs. Each call that does costs a process, or the time that is waited
 * for it, so that a search has to do with few of them, on a target of its own.
 */
import { randomOf } from '../../cases/random.ts';
import { type Exchange, isFatal } from '../../check/trial/exchange.ts';
import { type Operation, operations } from '../../terms/operations.ts';
import { CannotGoOn } from '../../wire/start-error.ts';
import type { Target } from '../../wire/target.ts';
import { draftOf } from '../hypothesis/draft.ts';
import { drawnDraft } from '../hypothesis/vary-draft.ts';
import { diagnosisOf, type Explained, merged, withSameCondition } from './experiment.ts';
import { type Effort, findCondition, type Found } from './find-condition.ts';
import { type Bench, type Budget, Laboratory, type Trial } from './laboratory.ts';

/** @param timeoutMs - for each answer */
export type OpenInTime = (timeoutMs?: number) => Promise<Target>;

interface Kind extends Effort {
  /** Calls to start from. */
  readonly seeds: number;
  readonly budget: Budget & { readonly unanswered: number };
}

const crash: Kind = {
  seeds: 2,
  drawn: 10,
  varied: 1,
  neighbours: 14,
  perRound: 4,
  budget: { calls: 250, values: 100_000, unanswered: 40 },
};
const hang: Kind = {
  seeds: 1,
  drawn: 8,
  varied: 1,
  neighbours: 10,
  perRound: 3,
  budget: { calls: 120, values: 50_000, unanswered: 12 },
};

export async function experimentOnUnanswered(
  bench: Bench,
  exchanges: readonly Exchange[],
  open: OpenInTime,
): Promise<Explained[]> {
  const fatal = exchanges.filter(({ outcome }) => isFatal(outcome.status));
  if (fatal.length === 0) return [];
  const found: Found[] = [];
  const hangs = fatal.some(({ outcome }) => outcome.status === 'timeout');
  const target = await open(hangs ? await patienceFor(bench, fatal, open) : mostMs);
  try {
    for (const operation of operations) {
      const own = fatal.filter((each) => each.operation === operation);
      const place = own.length > 0 ? await placeIn({ ...bench, target }, operation, own, found) : undefined;
      if (place?.confirmed === true) found.push(place);
    }
  } catch (error) {
    // The conditions found before are true whatever the next process does.
    if (!(error instanceof CannotGoOn)) throw error;
  } finally {
    await target.close();
  }
  return withSameCondition(found).map((group) => diagnosisOf({ ...merged(group), explanation: undefined }));
}

function placeIn(
  bench: Bench,
  operation: Operation,
  exchanges: readonly Exchange[],
  found: readonly Found[],
): Promise<Found | undefined> {
  const kind = exchanges.some(({ outcome }) => outcome.status === 'timeout') ? hang : crash;
  const drafts = exchanges.map(({ call }, i) => draftOf(operation, call, i));
  return findCondition(
    new Laboratory(bench, kind.budget),
    operation,
    drafts.slice(-kind.seeds),
    isUnanswered,
    found.map(({ condition }) => condition),
    kind,
  );
}

const isUnanswered = ({ answer }: Trial): boolean => isFatal(answer.status);

/** In units of the slowest right answer; and limits of the product, in milliseconds, for answers too quick or too slow to tell. */
const times = 20;
const [leastMs, mostMs] = [500, 10_000];

/** A wait for an answer after which the call hangs: many times the slowest answer of operations that do answer, the first included. */
async function patienceFor({ claims, ...bench }: Bench, fatal: readonly Exchange[], open: OpenInTime): Promise<number> {
  const random = randomOf(3);
  const answering = bench.target.operations.filter((each) => fatal.every(({ operation }) => operation !== each));
  const lab = new Laboratory({ ...bench, claims, target: await open() }, { calls: 20, values: 50_000 });
  let slowest = 0;
  try {
    for (const operation of answering.slice(0, 2)) {
      for (let i = 0; i < 4; i++) {
        const before = performance.now();
        await lab.ask(drawnDraft(operation, claims, random, true));
        slowest = Math.max(slowest, performance.now() - before);
      }
    }
  } finally {
    await lab.bench.target.close();
  }
  return Math.round(Math.min(mostMs, Math.max(leastMs, times * slowest)));
}
