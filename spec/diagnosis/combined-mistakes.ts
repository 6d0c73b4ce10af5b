/** Mistakes that together explain what none of them explains alone. */
import { rowOf } from '../terms/mutant-id.ts';
import { type Findings, type Part, partOf, type Scope } from './violations.ts';
import { type Match, mostLeft } from './match-mutants.ts';

/** Fewer results than this may agree by chance. */
const several = 4;

/**
 * Two mistakes at once: each gives correct results wherever the target does, in the operations and outputs that it
 * explains, and each violation is explained by one of them.
 * @param matches - the likeliest first; none explains everything
 */
export function together(matches: readonly Match[], findings: Findings): readonly [Match, Match] | undefined {
  const reaches = matches.map((match) => reachOf(match, findings)).filter(({ places }) => places.size > 0);
  for (const first of reaches) {
    const rest = findings.missed.filter((i) => !first.places.has(i));
    if (rest.length === 0) continue;
    const second = reaches.find(({ places }) => rest.every((i) => places.has(i)));
    if (second) return [first.match, second.match];
  }
  return undefined;
}

interface Reach {
  readonly match: Match;
  /** Violations that it explains, in scopes where it gets nothing else wrong. */
  readonly places: ReadonlySet<number>;
}

/**
 * A mistake that is right wherever the target is right may explain a single result; one that is right there in some
 * places only must explain several.
 */
function reachOf(match: Match, findings: Findings): Reach {
  const harmless = findings.scopes.filter((scope) => partOf(scope, match).extra === 0);
  const places = harmless.flatMap(({ missed }) => missed.filter((i) => match.explains[i]));
  return { match, places: new Set(places.length >= several || isHarmless(match, findings) ? places : []) };
}

/** Whether it is right wherever the target is right. */
const isHarmless = (match: Match, { scopes, sound }: Findings): boolean =>
  [...scopes, ...sound].every((scope) => partOf(scope, match).extra === 0);

/** A mistake with the places in which it explains the violations. */
export interface Placed {
  readonly match: Match;
  readonly scopes: readonly Scope[];
}

/** The fewest mistakes that explain nearly all violations in some places, and the places left unexplained. */
export function byPlace(
  matches: readonly Match[],
  { scopes }: Findings,
): { found: readonly Placed[]; left: readonly Scope[] } {
  const found: Placed[] = [];
  let left = scopes;
  for (;;) {
    const placed = matches.map((match) => ({
      match,
      scopes: left.filter((scope) => fits(scope, partOf(scope, match))),
    }));
    const weight = ({ scopes: places }: Placed): number => places.reduce((sum, { missed }) => sum + missed.length, 0);
    // The likeliest among those that explain most.
    const best = placed.reduce<Placed | undefined>(
      (most, each) => (weight(each) > (most ? weight(most) : several - 1) ? each : most),
      undefined,
    );
    if (best === undefined) return { found, left };
    found.push(best);
    left = left.filter((scope) => !best.scopes.includes(scope));
  }
}

const fits = ({ missed }: Scope, { agreed, explained, extra }: Part): boolean =>
  missed.length - agreed + extra <= mostLeft * missed.length && 2 * explained >= missed.length;

/**
 * The mistake that explains most of the remaining violations: those at edge cases, and those where the named mistakes
 * only come close. It must get nothing else wrong.
 */
export function besides(named: readonly Match[], matches: readonly Match[], findings: Findings): Placed | undefined {
  const left = [...findings.scopes, ...findings.edges]
    .map((scope) => ({ ...scope, missed: scope.missed.filter((i) => !named.some(({ explains }) => explains[i])) }))
    .filter(({ missed }) => missed.length > 0);
  const rows = new Set(named.map(({ mutant }) => rowOf(mutant.id)));
  let best: Placed | undefined;
  let most = 0;
  for (const match of left.length === 0 ? [] : matches) {
    if (rows.has(rowOf(match.mutant.id))) continue;
    const scopes = left.filter((scope) => {
      const { explained, extra } = partOf(scope, match);
      return explained === scope.missed.length && extra === 0;
    });
    const weight = scopes.reduce((sum, { missed }) => sum + missed.length, 0);
    if (weight > most && (weight >= several || isHarmless(match, findings))) {
      best = { match, scopes };
      most = weight;
    }
  }
  return best;
}
