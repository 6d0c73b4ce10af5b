/** The golden cases that a run is asked for. */
import type { FixtureSet } from '../../terms/fixture.ts';
import type { Replay } from '../clause-patterns-and-replay-tokens.ts';
import { smokeEntries, type SmokeEntry } from './judge-golden-cases.ts';

export interface Golden {
  readonly set: FixtureSet;
  /** Which entries to report. */
  readonly entries: readonly SmokeEntry[];
}

export interface GoldenOptions {
  /** Default: none are run. */
  readonly golden?: Golden;
  /** Go straight to one case, where it names a golden one. */
  readonly replay?: Replay;
}

export function chosenEntries({ golden, replay }: GoldenOptions): readonly SmokeEntry[] {
  if (golden === undefined) return [];
  return replay ? smokeEntries.filter(({ id }) => id === replay.id) : golden.entries;
}
