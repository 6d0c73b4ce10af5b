/** The whole diagnosis of a run: the mistakes that explain its failures, and advice on conventions under which it conforms. */
import type { Clause } from '../check/trial/clause.ts';
import type { Lost } from './probe-answers.ts';
import { nameMistakes, type Named } from './name-mistakes.ts';
import { claimsAdvice } from './claims-advice.ts';
import { profileAdvice, statesConventions } from './profile-advice.ts';
import { type AnyExchange, type Exchange, isOfBatch, type LayerExchange } from '../check/trial/exchange.ts';
import { nameFurtherMistakes } from './further-mistakes.ts';
import { nameLayerMistakes } from './layer-mistakes.ts';
import type { Finding } from '../check/trial/clause-exceptions.ts';
import type { ExploreOptions } from '../check/trial/explore.ts';
import type { Diagnosis } from '../report/report.ts';
import type { Bank } from '../terms/mutant-bank.ts';
import { type Operation, operations } from '../terms/operations.ts';
import type { Session } from '../check/trial/session.ts';
import type { OpenInTime } from './experiment/unanswered.ts';

/** A MUST that failed. Each failed call of the golden cases counts by itself, and belongs to no clause. */
export interface Failure {
  readonly id: string;
  readonly clause?: Clause;
  readonly exchanges: readonly AnyExchange[];
  /** Calls of layers, where the clause is about them. */
  readonly layerExchanges?: readonly LayerExchange[];
  readonly unsimplified?: readonly AnyExchange[];
  /** Finding on the last of the exchanges. */
  readonly finding?: Pick<Finding, 'output' | 'expected' | 'actual'>;
}

/** Resources of a diagnosis. */
export interface DiagnosticMeans {
  /** Known mistakes. */
  readonly bank: Bank;
  /**
   * Starts the target afresh, with no state from earlier calls, and, if it is given, with a limit in milliseconds for each answer.
   * Default: the target itself is used.
   */
  readonly fresh?: OpenInTime;
  /** Hears the hypotheses of a diagnosis, which a report cannot hold. */
  readonly heard?: (found: readonly Named[]) => void;
}

export interface DiagnoseOptions extends Pick<ExploreOptions, 'seed' | 'runs'> {
  /** Operations that must not be called again. */
  readonly fatal: ReadonlySet<Operation>;
}

export async function diagnose(
  session: Session,
  failures: readonly Failure[],
  { bank, fresh: open, heard }: DiagnosticMeans,
  { seed, runs, fatal }: DiagnoseOptions,
): Promise<Diagnosis[]> {
  const fresh = await open?.().catch(() => undefined);
  try {
    const failed = failures.flatMap(({ clause }) => clause ?? []);
    const advice = fatal.has('trainForward') ? undefined : await profileAdvice(session, failed, { seed, runs });
    const shown = failures.flatMap(({ exchanges, unsimplified = exchanges }) =>
      unsimplified === exchanges ? [exchanges] : [unsimplified, exchanges],
    );
    const counterexamples = shown.map((exchanges) => exchanges.filter(isOfBatch));
    const known = await bank(session.claims);
    const own = { ...session, target: fresh ?? session.target };
    const found: Named[] = [
      ...(await nameMistakes(own, counterexamples, {
        bank: known.filter(({ implementation }) => operations.some((operation) => implementation[operation])),
        lost: lostIn(failures),
        open,
      })),
      ...(await nameLayerMistakes(
        { ...own, observations: session.observations.aside() },
        failures.flatMap(({ layerExchanges = [] }) => (layerExchanges.length > 0 ? [layerExchanges] : [])),
        known,
      )),
      ...(await nameFurtherMistakes(own, shown, known)),
    ];
    const first = advice !== undefined && !statesConventions(session.target);
    const weaker =
      advice === undefined && fatal.size === 0
        ? await claimsAdvice(session, failed, counterexamples, { seed, runs })
        : undefined;
    const all: Named[] = weaker
      ? [...found, weaker]
      : advice === undefined
        ? found
        : first
          ? [advice, ...found]
          : [...found, advice];
    heard?.(all);
    return all.map(({ id, says, evidence }) => ({ id, says, evidence }));
  } finally {
    await fresh?.close();
  }
}

/** Outputs that a clause found finite although they must not be: error bounds leave open what takes their place. */
export function lostIn(failures: readonly Failure[]): Lost {
  const lost = new Map<Exchange['call'], string>();
  for (const { exchanges, finding } of failures) {
    const shows = exchanges.at(-1);
    if (shows && isOfBatch(shows) && finding && !Number.isFinite(finding.expected) && Number.isFinite(finding.actual)) {
      lost.set(shows.call, finding.output);
    }
  }
  return lost;
}
