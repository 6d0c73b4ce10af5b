/**
 * Finds what a target keeps of earlier calls: a call that is right when it is made first, and wrong after another one that has
 * something in common with it.
 */
import { randomOf } from '../../cases/random.ts';
import type { Exchange } from '../../check/trial/exchange.ts';
import { grouped } from '../../report/grouped.ts';
import { type Operation, operations, snakeCase } from '../../terms/operations.ts';
import { sizeOf } from '../../terms/tensor.ts';
import { isLentAgain } from '../../wire/argument-copies.ts';
import type { Draft } from '../hypothesis/draft.ts';
import { type Affected, always } from '../hypothesis/hypothesis.ts';
import { drawnDraft } from '../hypothesis/vary-draft.ts';
import { type Answer, answersTo } from '../probe-answers.ts';
import type { Probe } from '../probes.ts';
import { capital, listed } from '../words.ts';
import type { Explained } from './experiment.ts';
import { type Relation, relationsOf } from './call-relations.ts';
import { inFresh, type Open } from './earlier-calls.ts';
import type { Bench } from './laboratory.ts';
import { takenIn, type WrongPair } from './taken-from-earlier.ts';
import { wrongIn } from './wrong-outputs.ts';

interface Kept {
  readonly operation: Operation;
  readonly relation: Relation;
  readonly outputs: readonly Affected[];
  /** Parts of the earlier call that are used again; none where no such formula gives the answers. */
  readonly taken: readonly string[];
  readonly wrong: number;
  readonly of: number;
}

/** Pairs of calls for each relation, more where some but not most of them show it, and the sizes of x in them. */
const pairs = 4;
const morePairs = 12;
const [leastValues, mostValues] = [12, 400];

/** Share of the pairs that must show a relation. */
const leastShare = 0.25;

/** @param exchanges - of the clauses that failed */
export async function experimentOnMemory(
  bench: Bench,
  exchanges: readonly Exchange[],
  { open, usable }: { readonly open: Open; readonly usable: readonly Operation[] },
): Promise<Explained[]> {
  if (!(await isSuspected(bench, exchanges, { open, usable }))) return [];
  const found: Kept[] = [];
  for (const operation of operations.filter((each) => usable.includes(each))) {
    // A target for each, since what another operation has left would show in this one.
    const kept = await inFresh(open, undefined, (target) => new Room({ ...bench, target }).find(operation, usable));
    if (kept === undefined) continue;
    const rightAlone = await inFresh(open, false, (target) => isRight({ ...bench, target }, kept.first));
    if (rightAlone) found.push(kept);
  }
  return alike(found).map(diagnosisOf);
}

/** Whether a call that was wrong during the check is right when it is made first. */
async function isSuspected(
  bench: Bench,
  exchanges: readonly Exchange[],
  { open, usable }: { readonly open: Open; readonly usable: readonly Operation[] },
): Promise<boolean> {
  const smallest = exchanges
    .filter(({ operation, outcome }) => usable.includes(operation) && outcome.status === 'ok')
    .filter(({ operation, call, outcome }) => isWrong(bench, { operation, call } as Probe, outcome))
    .toSorted((a, b) => sizeOf(a.call.x.shape) - sizeOf(b.call.x.shape));
  // Inference first: training is what is remembered, if anything is.
  const first = operations
    .toReversed()
    .flatMap((operation) => smallest.find((each) => each.operation === operation) ?? []);
  if (first.length === 0) return false;
  return inFresh(open, false, async (target) => {
    for (const { operation, call } of first) {
      if (await isRight({ ...bench, target }, { operation, call } as Probe)) return true;
    }
    return false;
  });
}

function isWrong(bench: Bench, probe: Probe, answer: Answer): boolean {
  return wrongIn(bench, probe, answer)?.some((output) => output !== 'purity') === true;
}

async function isRight(bench: Bench, probe: Probe): Promise<boolean> {
  const [answer] = await answersTo(bench.target, [probe]);
  return answer.status === 'ok' && !isWrong(bench, probe, answer);
}

/** A target, and shapes that it has not seen: what it keeps of them is what these calls left. */
class Room {
  private readonly bench: Bench;
  private readonly random = randomOf(5);
  private readonly shapes = new Set<string>();

  constructor(bench: Bench) {
    this.bench = bench;
  }

  /** The loosest relation between two calls that makes the later one wrong. */
  async find(
    operation: Operation,
    usable: readonly Operation[],
  ): Promise<(Kept & { readonly first: Probe }) | undefined> {
    for (const relation of relationsOf(operation, usable, this.bench.claims)) {
      const wrong: WrongPair[] = [];
      let of = 0;
      for (let i = 0; i < (wrong.length > 0 && 2 * wrong.length < of ? morePairs : pairs); i++) {
        const pair = relation.pair(this.fresh(operation, relation.inSameArrays === true), this.random);
        if (pair === undefined) continue;
        of += 1;
        const [, answer] = await answersTo(this.bench.target, [pair.before, pair.after]);
        const outputs = answer.status === 'ok' ? (wrongIn(this.bench, pair.after, answer) ?? []) : [];
        if (outputs.some((output) => output !== 'purity')) wrong.push({ pair, answer, outputs });
      }
      if (wrong.length < 2 || wrong.length < leastShare * of) continue;
      const outputs = [...new Set(wrong.flatMap((each) => each.outputs))].filter((output) => output !== 'purity');
      const taken = takenIn(this.bench, wrong);
      return { operation, relation, outputs, taken, wrong: wrong.length, of, first: wrong[0].pair.after };
    }
    return undefined;
  }

  private fresh(operation: Operation, inSameArrays: boolean): Draft {
    for (;;) {
      const draft = drawnDraft(operation, this.bench.claims, this.random, true);
      const [key, size] = [draft.shape.join(), sizeOf(draft.shape)];
      if (size > mostValues || size < leastValues || this.shapes.has(key)) continue;
      if (isLentAgain(draft.shape) !== inSameArrays) continue;
      this.shapes.add(key);
      return draft;
    }
  }
}

function sentenceOf(group: readonly Kept[]): string {
  const taken = [...new Set(group.flatMap((each) => each.taken))];
  const { says } = group[0].relation;
  return taken.length === 0
    ? `The answer depends on an earlier call ${says}`
    : `${capital(listed(taken))} of an earlier call ${says} ${taken.length > 1 ? 'are' : 'is'} used again`;
}

/** Places where the same relation shows it, and there is or is not a formula. */
const alike = (found: readonly Kept[]): Kept[][] =>
  grouped(found, ({ relation, taken }) => `${relation.says}|${taken.length > 0}`).map(([, group]) => group);

function diagnosisOf(group: readonly Kept[]): Explained {
  const places = group.map(({ operation }) => operation);
  const outputs = [...new Set(group.flatMap((each) => each.outputs))];
  const [wrong, of] = [group.reduce((sum, each) => sum + each.wrong, 0), group.reduce((sum, each) => sum + each.of, 0)];
  return {
    id: 'memory',
    says: `${sentenceOf(group)}: ${listed(outputs.map(snakeCase))} of ${places.map(snakeCase).join(', ')} ${outputs.length === 1 ? 'is' : 'are'} wrong.`,
    evidence: `${wrong} of ${of} fresh calls after such a call are wrong; made first in a new process, the same call conforms`,
    explains: true,
    conditional: false,
    hypothesis: { operations: places, outputs, when: always, what: { kind: 'memory' } },
  };
}
