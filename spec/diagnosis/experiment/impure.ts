/** The condition under which an operation changes its arguments, or gives back memory that is not its own (BN-13.1, BN-13.2). */
import type { Exchange } from '../../check/trial/exchange.ts';
import { type Operation, operations, snakeCase } from '../../terms/operations.ts';
import { isOfEarlier } from '../../wire/earlier-call-mutations.ts';
import { draftOf } from '../hypothesis/draft.ts';
import { capital } from '../words.ts';
import { saysOf, meets } from './condition.ts';
import type { Explained } from './experiment.ts';
import { findCondition, type Found } from './find-condition.ts';
import { type Bench, Laboratory, type Trial } from './laboratory.ts';

const budget = { calls: 400, values: 150_000 } as const;

/** Calls to start from. */
const mostSeeds = 4;

type Outcome = Pick<Exchange, 'outcome'>['outcome'] | Trial['answer'];

/** Names of arguments that the call changed, and of results in memory of others. What earlier calls did shows nothing of this one. */
function impurities(outcome: Outcome): { readonly changed: readonly string[]; readonly shared: readonly string[] } {
  if (outcome.status !== 'ok') return { changed: [], shared: [] };
  const own = (names: readonly string[]): string[] => names.filter((name) => !isOfEarlier(name));
  return { changed: own(outcome.mutated), shared: own(outcome.aliased) };
}

function isImpure(outcome: Outcome): boolean {
  const { changed, shared } = impurities(outcome);
  return changed.length + shared.length > 0;
}

export async function experimentOnPurity(
  bench: Bench,
  exchanges: readonly Exchange[],
  usable: readonly Operation[],
): Promise<Explained[]> {
  const found: Found[] = [];
  for (const operation of operations.filter((each) => usable.includes(each))) {
    const own = exchanges.filter((each) => each.operation === operation && isImpure(each.outcome));
    if (own.length === 0) continue;
    const drafts = own.slice(0, mostSeeds).map(({ call }, i) => draftOf(operation, call, i));
    const known = found.map(({ condition }) => condition);
    const place = await findCondition(
      new Laboratory(bench, budget),
      operation,
      drafts,
      ({ answer }) => isImpure(answer),
      known,
    );
    if (place?.confirmed === true) found.push(place);
  }
  return found.map(diagnosisOf);
}

function diagnosisOf({ operation, condition, wrong, inside, outside }: Found): Explained {
  const all = wrong.map(({ answer }) => impurities(answer));
  const listed = (of: 'changed' | 'shared'): string =>
    [...new Set(all.flatMap((each) => each[of]))].map(snakeCase).join(', ');
  const [changed, shared] = [listed('changed'), listed('shared')];
  const does = [
    ...(changed ? [`changes its input ${changed}`] : []),
    ...(shared ? [`gives back memory that is not its own as ${shared}`] : []),
  ].join(' and ');
  const name = snakeCase(operation);
  const where = condition.atoms.length === 0 ? 'in every call' : `where ${saysOf(condition)}`;
  return {
    id: 'purity',
    says: `${capital(name)} ${does} ${where}.`,
    evidence: `${inside.wrong} of ${inside.of} fresh calls like that show it${outside.of === 0 ? '' : `, and ${outside.wrong} of ${outside.of} next to them`}`,
    explains: false,
    conditional: condition.atoms.length > 0,
    hypothesis: {
      operations: [operation],
      outputs: ['purity'],
      when: (traits) => meets(condition, traits),
      what: { kind: 'none' },
    },
  };
}
