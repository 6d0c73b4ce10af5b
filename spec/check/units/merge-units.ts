/** The report of a run whose units were judged elsewhere. Only what comes once, after all of them, asks the target. */
import type { Report } from '../../report/report.ts';
import { offerOf } from '../judge-target.ts';
import { conclude, sessionOf } from '../run.ts';
import type { RunOptions } from '../run-options.ts';
import type { Target } from '../../wire/target.ts';
import { Fold } from './fold.ts';
import { idOf, partsOf, unitsOf } from './unit.ts';
import type { UnitResult } from './unit-result.ts';

export interface MergeOptions extends RunOptions {
  /** See FoldOptions. */
  readonly falls: readonly string[];
}

/** Some units were not judged by anybody. */
export interface Missing {
  readonly missing: readonly string[];
}

export async function mergeUnits(
  target: Target,
  get: (name: string) => UnitResult | undefined,
  options: MergeOptions,
): Promise<Report | Missing> {
  const session = sessionOf(target, options);
  const offer = offerOf(session);
  const fold = new Fold(partsOf(options, offer), options);
  const missing: string[] = [];
  for (const unit of unitsOf(options, offer)) {
    if (!fold.needs(idOf(unit))) continue;
    const result = get(unit.name);
    if (result === undefined) missing.push(unit.name);
    else fold.add(result);
  }
  return missing.length > 0 ? { missing } : conclude(session, options, fold.judged());
}
