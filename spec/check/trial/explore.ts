/** Searches for a case that falsifies one clause; shrinks it, sizes first and values last. */
import fc from 'fast-check';
import { seedFor } from '../../cases/random.ts';
import type { Claims } from '../../terms/contract.ts';
import { snakeCase } from '../../terms/operations.ts';
import type { Target } from '../../wire/target.ts';
import { blockName, casesIn } from './blocks.ts';
import type { Clause } from './clause.ts';
import type { AnyExchange, LayerExchange } from './exchange.ts';
import type { Failure } from './smallest-failure.ts';
import type { Finding } from './clause-exceptions.ts';
import { type Closest, Search, type SearchOptions } from './search-state.ts';
import type { Session } from './session.ts';
import { simplifyValues } from './simplify-values.ts';

export interface Exploration {
  readonly verdict: 'pass' | 'fail' | 'not-applicable' | 'error';
  /** Cases that were judged, before shrinking. */
  readonly runs: number;
  /** The comparison that came closest to its bound, or the one that failed. */
  readonly worst?: Finding;
  /** The calls of that comparison, and the path to them where they are not the counterexample. */
  readonly worstCase?: {
    readonly exchanges: readonly AnyExchange[];
    readonly layerExchanges: readonly LayerExchange[];
    readonly path?: string;
  };
  /** The comparisons that came closest in each output by itself, of a clause of accuracy. */
  readonly closestByOutput?: readonly Closest[];
  /** Reason why it failed, or why it could not be judged. */
  readonly message?: string;
  readonly counterexample?: {
    readonly exchanges: readonly AnyExchange[];
    /** Calls of layers, where the clause is about them. */
    readonly layerExchanges?: readonly LayerExchange[];
    readonly finding?: Finding;
    /** The counterexample before its values were replaced by simpler ones, which many mistakes get wrong alike. */
    readonly unsimplified?: readonly AnyExchange[];
  };
  /** fast-check's path to the counterexample. */
  readonly path?: string;
}

export interface ExploreOptions extends SearchOptions {
  readonly seed: number;
  /** Cases per clause. */
  readonly runs: number;
  /** Which of the blocks of cases. Default: the first. */
  readonly block?: number;
  /** No further case is tried. */
  readonly isOver?: () => boolean;
}

/** Number of cases of a block, and those that come first. */
export function plan(
  clause: Clause,
  claims: Claims,
  runs: number,
  block = 0,
): { readonly numRuns: number; readonly examples: [unknown][] } {
  const always = block === 0 ? (clause.always?.(claims) ?? []) : [];
  const examples = always.map((subject): [unknown] => [subject]);
  return { numRuns: examples.length + Math.max(1, casesIn(block, clause, runs)), examples };
}

type Applicability =
  | { readonly given: fc.Arbitrary<unknown>; readonly reason?: undefined }
  | { readonly given?: undefined; readonly reason: string };

/** A target, or what one offers. */
export type Offered = Pick<Target, 'operations' | 'further'> & { readonly layer?: Target['layer'] | boolean };

/** Names of what a clause needs and a target does not offer. */
export function notOffered(clause: Clause, { operations, further = [], layer }: Offered): string[] {
  const offered = new Set<string>([...operations, ...further]);
  const missing: string[] = clause.needs.filter((operation) => !offered.has(operation)).map(snakeCase);
  return clause.ofLayers === true && !layer ? [...missing, 'layer'] : missing;
}

/** @returns the inputs to try, or why a clause does not apply, where that is clear before any call */
export function applicability(clause: Clause, offered: Offered, claims: Claims, replayPath?: string): Applicability {
  const missing = notOffered(clause, offered);
  if (missing.length > 0) return { reason: `${missing.join(', ')} not offered` };
  const given = clause.given(claims, replayPath);
  return given === undefined ? { reason: 'ruled out by the claims' } : { given };
}

export async function explore(clause: Clause, session: Session, options: ExploreOptions): Promise<Exploration> {
  const [path, replayPath] = options.path?.split('@') ?? [];
  const { given, reason } = applicability(clause, session.target, session.claims, replayPath);
  if (given === undefined) return notApplicable(reason);
  const { block = 0, isOver = () => false } = options;
  const search = new Search(clause, session, options);
  const property = fc.asyncProperty(
    given,
    async (subject) => isOver() || search.outOfPatience() || !(await search.objects(subject)),
  );
  const { failed, errorInstance, counterexample, counterexamplePath } = await fc.check(property, {
    seed: seedFor(options.seed, blockName(clause.id, block)),
    ...plan(clause, session.claims, options.runs, block),
    ...(path !== undefined && { path }),
  });
  const { failure } = search;
  if (failure === undefined) {
    if (failed) throw errorInstance;
    return passed(search);
  }
  const { exchanges: unsimplified } = failure;
  if (failure.fatal === 0 && clause.simplify !== false && !failure.needsEarlierCall) {
    await simplifyValues(counterexample?.[0], async (subject) => !isOver() && search.objects(subject));
  }
  // A path leads to one case.
  const found = failure.needsEarlierCall ? null : counterexamplePath;
  const token = found === null ? {} : { path: `${found}${commandsPath(counterexample?.[0])}` };
  return {
    ...falsified(failure, unsimplified),
    runs: search.judged,
    closestByOutput: search.closestByOutput(),
    ...token,
  };
}

/** A path alone does not lead to commands: which of them were carried out decides on how they shrink. */
function commandsPath(subject: unknown): string {
  const { commands } = (subject ?? {}) as { readonly commands?: { toString(): string } };
  const found = commands && /replayPath="([^"]+)"/.exec(commands.toString());
  return found ? `@${found[1]}` : '';
}

const notApplicable = (message: string): Exploration => ({ verdict: 'not-applicable', runs: 0, message });

function passed(search: Search): Exploration {
  const { judged, closest, nothingToJudge } = search;
  if (judged === 0) return notApplicable(nothingToJudge);
  if (closest === undefined) return { verdict: 'pass', runs: judged };
  const { worst, ...worstCase } = closest;
  return { verdict: 'pass', runs: judged, worst, worstCase, closestByOutput: search.closestByOutput() };
}

function falsified(
  { objection: { finding, message }, exchanges, layerExchanges, needsEarlierCall }: Failure,
  unsimplified: readonly AnyExchange[],
): Omit<Exploration, 'runs'> {
  return {
    verdict: 'fail',
    message: needsEarlierCall ? `${message}, after a call of an earlier case` : message,
    ...(finding && { worst: finding, worstCase: { exchanges, layerExchanges } }),
    counterexample: { exchanges, layerExchanges, ...(finding && { finding }), unsimplified },
  };
}
