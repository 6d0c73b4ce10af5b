/** Calls of the cases before: what is kept from one of them may make a case fail that is right by itself. */
import { callOf, scenarioOf } from './cases/scenario.ts';
import { shapeOf } from './cases/shape.ts';
import type { Clause } from './clause.ts';
import { type Exchange, Falsified } from './evidence.ts';
import { type Session, Trial } from './trial.ts';

/** Most that are tried, the latest first, and most values of x in one of them. */
const most = { calls: 200, values: 4096 } as const;

export class Earlier {
  private readonly calls: Exchange[] = [];

  add(exchanges: readonly Exchange[]): void {
    this.calls.push(...exchanges.filter(({ call }) => call.x.data.length <= most.values));
    this.calls.splice(0, this.calls.length - most.calls);
  }

  /** @returns none where the clause objects to the case after quite different calls, too; else one of them that suffices */
  async neededFor(clause: Clause, session: Session, subject: unknown): Promise<readonly Exchange[]> {
    await forget(session);
    if (await objects(clause, session, subject)) return [];
    for (const exchange of this.calls.toReversed()) {
      await forget(session);
      await session.target.call(exchange.operation, exchange.call);
      if (await objects(clause, session, subject)) return [exchange];
    }
    return [];
  }
}

/** Calls of every operation that have nothing in common with those of any case, so that they take the place of what is kept. */
async function forget({ target, claims }: Session): Promise<void> {
  const other = { seed: 7, epsilon: 3, momentum: 0.5 };
  const s = scenarioOf(claims, { ...shapeOf(claims, { channels: 2, batch: 11 }), ...other });
  for (const operation of target.operations) await target.call(operation, callOf[operation](s));
}

async function objects(clause: Clause, session: Session, subject: unknown): Promise<boolean> {
  try {
    await clause.holds(new Trial(session), subject);
    return false;
  } catch (error) {
    return error instanceof Falsified;
  }
}
