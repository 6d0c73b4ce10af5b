/** Judges a target: the golden cases, if requested, then the clauses. */
import type { Judged } from './judged.ts';
import { expectFailures, knownOf } from './known-failures.ts';
import type { RunOptions } from './run-options.ts';
import { evidenceOf } from './sufficient-evidence.ts';
import type { Session } from './trial/session.ts';
import { Fold } from './units/fold.ts';
import { runUnits } from './units/run-units.ts';
import { type Offer, partsOf, unitsOf } from './units/unit.ts';

export async function judge(session: Session, options: RunOptions): Promise<Judged> {
  const { known = [], mostFailures, onCounted, onJudged, onProgress } = options;
  const offer = offerOf(session);
  const parts = partsOf(options, offer);
  const blocks = parts.reduce((sum, { clause, units }) => sum + (clause ? units : 0), 0);
  const fold = new Fold(parts, { mostFailures, falls: session.target.falls?.().slice() ?? [] });
  const units = parts.reduce((sum, part) => sum + part.units, 0);
  let begun = 0;
  const whole = await runUnits(unitsOf(options, offer), session, fold, {
    ...options,
    onUnit: (unit) => 'clause' in unit && onProgress?.(begun++, blocks, unit.clause),
    onResult: (result, ms) => {
      const { id } = result;
      onCounted?.(result);
      const report = fold.report(id);
      const { clauses, unexpected } = expectFailures([report], knownOf(known, [report]));
      onJudged?.(clauses[0], evidenceOf(fold.evidence()), {
        unexpected,
        done: fold.isDone(id),
        share: fold.shareOf(id),
        ms,
      });
    },
  });
  const { budget } = options;
  if (whole) return fold.judged();
  if (budget?.isSpent() !== true) return fold.judged('interrupted');
  return { ...fold.judged(budget.says, true), notes: [`${budget.says} after ${fold.units} of ${units} blocks`] };
}

export const offerOf = ({ claims, target }: Session): Offer => ({
  claims,
  operations: target.operations,
  further: target.further ?? [],
  layer: target.layer !== undefined,
});
