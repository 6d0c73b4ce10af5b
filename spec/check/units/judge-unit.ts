/** Judges one unit. Nothing enters it from another: its counts, its grade and its patience are its own. */
import type { Replay } from '../clause-patterns-and-replay-tokens.ts';
import { type RunOptions, seedOf } from '../run-options.ts';
import { judgeGolden } from '../golden/judge-golden-cases.ts';
import { Evidence } from '../trial/answered-call-counts.ts';
import { Recorder } from '../trial/error-recorder.ts';
import { PairCounts } from '../trial/pair-counts.ts';
import { explore, type Exploration } from '../trial/explore.ts';
import type { Session } from '../trial/session.ts';
import { CannotGoOn } from '../../wire/start-error.ts';
import type { Unit } from './unit.ts';
import { type Counted, type Ending, judgedUnit, unitInError, type UnitResult } from './unit-result.ts';

/** @returns undefined where the run was stopped meanwhile, so that the unit is not judged to its end */
export async function judgeUnit(unit: Unit, whole: Session, options: RunOptions): Promise<UnitResult | undefined> {
  const session = { ...whole, observations: whole.observations.ofPart() };
  const aspects = 'clause' in unit ? unit.clause.combines?.aspects(session.claims) : undefined;
  const pairs = aspects && new PairCounts(aspects);
  const counted = { recorder: new Recorder(), evidence: new Evidence(), pairs };
  const identity =
    'entry' in unit
      ? { name: unit.name, sentence: unit.entry, block: 0 }
      : { name: unit.name, sentence: unit.clause, block: unit.block };
  const { target } = session;
  const fallsBefore = target.falls?.().length ?? 0;
  const ending = (end?: string): Ending => ({ falls: target.falls?.().slice(fallsBefore) ?? [], end });
  try {
    const known = await failsAgain(unit, session, options);
    const found = known?.found ?? (await search(unit, session, options, counted));
    if (found.verdict !== 'fail' && isCutShort(unit, options)) return undefined;
    const place = known?.replay ?? { seed: seedOf(options), block: identity.block };
    return judgedUnit(identity, place, found, session, counted, ending());
  } catch (error) {
    const spent = error instanceof CannotGoOn ? error.message : undefined;
    const problem = error instanceof Error ? describe(error) : String(error);
    const message = spent === undefined ? problem : `not judged: ${spent}`;
    return unitInError(identity, message, session, counted, ending(spent));
  }
}

/** Golden cases do not go on after a signal, and nothing goes on after its time. */
const isCutShort = (unit: Unit, { signal, budget }: RunOptions): boolean =>
  ('entry' in unit && signal?.aborted === true) || budget?.isSpent() === true;

/** The first counterexample of earlier runs that still is one. */
async function failsAgain(
  unit: Unit,
  session: Session,
  { corpus, replay: only, runs }: RunOptions,
): Promise<{ readonly found: Exploration; readonly replay: Replay } | undefined> {
  if (corpus === undefined || only !== undefined || !('clause' in unit) || unit.block > 0) return undefined;
  for (const replay of corpus.of(unit.clause.id)) {
    const aside = { ...session, observations: session.observations.aside() };
    const found = await explore(unit.clause, aside, { ...replay, runs });
    if (found.verdict === 'fail') return { found, replay };
  }
  return undefined;
}

function search(unit: Unit, session: Session, options: RunOptions, counted: Counted): Promise<Exploration> {
  const { golden, replay, runs, signal, budget } = options;
  if ('clause' in unit) {
    const { clause, block } = unit;
    const path = replay && { path: replay.path };
    return explore(clause, session, {
      seed: seedOf(options),
      runs,
      block,
      ...path,
      ...counted,
      ...(budget && { isOver: budget.isSpent }),
    });
  }
  const { operation } = unit.entry;
  const only = replay && `${unit.entry.id.slice('FX.'.length)}/${replay.path}`;
  const { set } = golden as NonNullable<RunOptions['golden']>;
  return judgeGolden(operation, set, session, { only, evidence: counted.evidence, signal });
}

const describe = ({ message, cause }: Error): string =>
  cause instanceof Error ? `${message}: ${cause.message}` : message;
