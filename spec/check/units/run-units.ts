/**
 * Judges units on one or several processes of the same target, and adds them up in their order. The distribution makes no
 * difference to the result: no unit needs to know what another has found.
 */
import type { RunOptions } from '../run-options.ts';
import type { Session } from '../trial/session.ts';
import type { Fold } from './fold.ts';
import { judgeUnit } from './judge-unit.ts';
import { idOf, type Unit } from './unit.ts';
import type { UnitResult } from './unit-result.ts';

export interface RunUnitsOptions extends RunOptions {
  /** Called before each unit that is judged now. */
  readonly onUnit?: (unit: Unit) => void;
  /** Called with each result, in the order of the units, after it was added; with the milliseconds where it was judged now. */
  readonly onResult?: (result: UnitResult, ms: number | undefined) => void;
}

interface Finished {
  readonly result: UnitResult | undefined;
  readonly ms?: number;
}

/** @returns whether all units were judged, or need not be */
export async function runUnits(
  units: Iterable<Unit>,
  session: Session,
  fold: Fold,
  options: RunUnitsOptions,
): Promise<boolean> {
  const { beside = [], signal, budget, store, corpus, onUnit, onResult } = options;
  const left = units[Symbol.iterator]();
  const finished = new Map<number, Finished>();
  let taken = 0;
  let added = 0;
  let whole = true;

  const addAll = (): void => {
    for (let next = finished.get(added); next !== undefined; next = finished.get(added)) {
      finished.delete(added++);
      const { result, ms } = next;
      if (result === undefined || !fold.needs(result.id)) continue;
      fold.add(result);
      onResult?.(result, ms);
    }
  };
  const judge = async (unit: Unit, target: Session['target']): Promise<Finished> => {
    const before = store?.get(unit);
    if (before !== undefined) return { result: before };
    onUnit?.(unit);
    const begun = performance.now();
    const result = await judgeUnit(unit, { ...session, target }, options);
    if (result === undefined) whole = false;
    // In haste it was not made as small as it can be.
    else if (budget?.isSpent() !== true) store?.put(result);
    if (result?.verdict === 'fail') corpus?.add(result);
    return { result, ms: performance.now() - begun };
  };
  /** Earlier results count even where nothing more can be judged. */
  const known = (unit: Unit): Finished => {
    const result = store?.get(unit);
    if (result === undefined) whole = false;
    return { result };
  };
  const work = async (target: Session['target']): Promise<void> => {
    while (fold.stopped === undefined) {
      const isOver = budget?.isSpent() === true;
      if (signal?.aborted === true || (isOver && store === undefined)) {
        whole = false;
        return;
      }
      const { value: unit, done } = left.next();
      if (done === true) return;
      const place = taken++;
      if (!fold.needs(idOf(unit))) finished.set(place, { result: undefined });
      else finished.set(place, isOver ? known(unit) : await judge(unit, target));
      addAll();
    }
  };
  await Promise.all([session.target, ...beside].map(work));
  return whole;
}
