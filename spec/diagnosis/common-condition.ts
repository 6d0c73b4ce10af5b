/** Finds a condition that the wrong calls among many have in common and the right ones do not. */
import type { Trait } from './call-traits.ts';

/** Fewer wrong calls than this have much in common by chance. */
export const several = 3;

export interface Condition {
  readonly traits: readonly Trait[];
  /** Number of calls that meet the condition, and of wrong calls among them, which are all wrong calls. */
  readonly met: number;
  readonly wrong: number;
}

/**
 * The trait that all wrong calls have and the fewest right calls; or two traits, where the second excludes at least
 * half of those right calls.
 * @returns undefined where the condition would say little: half of the calls that meet it are right, or most calls meet
 * it
 */
export function conditionOf(traits: readonly Trait[], wrong: readonly boolean[]): Condition | undefined {
  const count = wrong.filter(Boolean).length;
  if (count < several || count === wrong.length) return undefined;
  const shared = traits.filter(({ holds }) => wrong.every((is, i) => !is || holds[i]));
  const conditionFor = (...both: readonly Trait[]): Condition => {
    const met = wrong.filter((_, i) => both.every(({ holds }) => holds[i])).length;
    return { traits: both, met, wrong: count };
  };
  const singles = shared.map((trait) => conditionFor(trait));
  const pairs = shared.flatMap((first, i) => shared.slice(i + 1).map((second) => conditionFor(first, second)));
  const [one, two] = [narrowest(singles), narrowest(pairs)];
  const best = one && two && one.met - count > 2 * (two.met - count) ? two : one;
  if (best === undefined || best.met === count) return best;
  return 2 * count > best.met && 2 * best.met <= wrong.length ? best : undefined;
}

const narrowest = (all: readonly Condition[]): Condition | undefined =>
  all.reduce<Condition | undefined>(
    (best, each) => (best === undefined || each.met < best.met ? each : best),
    undefined,
  );
