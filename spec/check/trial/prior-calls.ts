/** Calls of earlier cases: state left by one of them may make a case fail that is right by itself. */
import { callOf, scenarioOf } from '../../cases/scenario.ts';
import { shapeOf } from '../../cases/shape.ts';
import type { Clause } from './clause.ts';
import { type AnyExchange, isFatal } from './exchange.ts';
import { furtherExamples } from '../../cases/further/index.ts';
import { dataOf } from '../../terms/further-operations.ts';
import { Falsified } from './clause-exceptions.ts';
import { attempt, withPatience } from './retry-timeouts.ts';
import type { Session } from './session.ts';
import { outcomeOf } from '../../wire/ask-again.ts';
import { Trial } from './trial.ts';

/** Most calls to try, the latest first, and most values of x in one of them. */
const most = { calls: 200, values: 4096 } as const;

export class Earlier {
  readonly #calls: AnyExchange[] = [];

  add(exchanges: readonly AnyExchange[]): void {
    this.#calls.push(...exchanges.filter(({ operation, call }) => dataOf(operation, call).data.length <= most.values));
    this.#calls.splice(0, this.#calls.length - most.calls);
  }

  /**
   * @returns none where the case fails after entirely different calls, too; else one call that suffices. None is looked
   * for where calls crash or hang: that would take long.
   */
  async neededFor(clause: Clause, session: Session, subject: unknown): Promise<readonly AnyExchange[]> {
    if (!(await forgets(session)) || (await objects(clause, session, subject))) return [];
    for (const exchange of this.#calls.toReversed()) {
      if (!(await forgets(session))) return [];
      if (await objects(clause, session, subject, exchange)) return [exchange];
    }
    return [];
  }
}

/**
 * Calls every operation on data unrelated to any case, which replaces the state left by earlier calls.
 * @returns whether the process survived it
 */
async function forgets({ target, claims }: Session): Promise<boolean> {
  const other = { seed: 7, epsilon: 3, momentum: 0.5 };
  const s = scenarioOf(claims, { ...shapeOf(claims, { channels: 2, batch: 11 }), ...other });
  for (const operation of target.operations) {
    const { status } = await outcomeOf(target, operation, callOf[operation](s));
    if (isFatal(status)) return false;
  }
  for (const operation of target.further ?? []) {
    const { status } = await outcomeOf(target, operation, furtherExamples[operation](claims, 7)[0]);
    if (isFatal(status)) return false;
  }
  return true;
}

/** @param before - an earlier call to make first */
async function objects(clause: Clause, session: Session, subject: unknown, before?: AnyExchange): Promise<boolean> {
  const { error } = await withPatience(session, () => {
    const trial = new Trial(session);
    return attempt(trial, async () => {
      if (before) await trial.outcome(before.operation, before.call);
      await clause.holds(trial, subject);
    });
  });
  return error instanceof Falsified;
}
