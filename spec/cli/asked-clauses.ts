/** Clauses and golden entries that a check is asked for, by patterns of ids or by the token of one counterexample. */
import { parseReplay, type Replay } from '../check/clause-patterns-and-replay-tokens.ts';
import { smokeEntries, type SmokeEntry } from '../check/golden/judge-golden-cases.ts';
import type { Clause } from '../check/trial/clause.ts';
import { clauses } from '../clauses/index.ts';
import { UsageError } from './errors.ts';
import { selectedBy } from './selected-clauses.ts';
import type { Wiring } from './wiring-interface.ts';

export interface AskedClauses {
  readonly replay: Replay | undefined;
  readonly chosen: readonly Clause[];
  /** Golden entries to report; undefined where the golden cases are not run. */
  readonly golden: readonly SmokeEntry[] | undefined;
}

/**
 * @param patterns - default: all clauses
 * @param token - of the counterexample to replay
 * @param fixtures - whether the golden cases are run; a token of one of them asks for them, too
 * @param option - the token's, in messages
 * @throws UsageError where a pattern or the token names nothing, or they name different clauses
 */
export function askedClauses(
  patterns: readonly string[] | undefined,
  token: string | undefined,
  fixtures: boolean,
  option: string,
  wiring: Wiring,
): AskedClauses {
  const replay = token === undefined ? undefined : replayOf(token, option);
  const withGolden = fixtures || replay?.id.startsWith('FX.') === true;
  const available = withGolden ? smokeEntries : [];
  const isChosen = patterns === undefined ? () => true : selectedBy(patterns, [...clauses, ...available], wiring);
  const chosen = clauses.filter(isChosen);
  const golden = withGolden ? available.filter(isChosen) : undefined;
  if (replay !== undefined && ![...chosen, ...available.filter(isChosen)].some(({ id }) => id === replay.id)) {
    throw new UsageError(`"${option}" is of ${replay.id}, which is not among the clauses that are asked for`);
  }
  return { replay, chosen, golden };
}

function replayOf(token: string, option: string): Replay {
  let replay: Replay;
  try {
    replay = parseReplay(token);
  } catch (error) {
    throw new UsageError((error as Error).message.replace('--replay', option));
  }
  if (![...clauses, ...smokeEntries].some(({ id }) => id === replay.id)) {
    throw new UsageError(`"${option}" names no clause: ${replay.id}`);
  }
  return replay;
}
