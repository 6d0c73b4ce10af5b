/** Mistakes that explain together what none of them explains alone. */
import { rowOf } from '../terms/mutant-id.ts';
import { type Findings, type Part, partOf, type Scope } from './findings.ts';
import { type Match, mostLeft } from './match.ts';

/** Fewer results than this agree by chance. */
const several = 4;

/**
 * Two mistakes at once: each right where the text is met in the operations and outputs that it explains, each missed
 * result explained by one of them.
 * @param matches - the likeliest first; none explains all
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
  /** Missed results that it explains, in scopes where it gets nothing else wrong. */
  readonly places: ReadonlySet<number>;
}

/** What is right wherever the target is may explain a single result; what is so in one place only must explain several. */
function reachOf(match: Match, findings: Findings): Reach {
  const harmless = findings.scopes.filter((scope) => partOf(scope, match).extra === 0);
  const places = harmless.flatMap(({ missed }) => missed.filter((i) => match.explains[i]));
  return { match, places: new Set(places.length >= several || isHarmless(match, findings) ? places : []) };
}

/** Is it right wherever the target is? */
const isHarmless = (match: Match, { scopes, sound }: Findings): boolean =>
  [...scopes, ...sound].every((scope) => partOf(scope, match).extra === 0);

/** A mistake, and the places in which it explains what is missed. */
export interface Placed {
  readonly match: Match;
  readonly scopes: readonly Scope[];
}

/** The fewest mistakes that explain nearly all that is missed in some places, and the places that are left. */
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
    // The likeliest of those that explain most.
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
 * What is missed besides: at edges, or where what is named only comes near. Of mistakes that get nothing else wrong, the one
 * that explains most of it.
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
