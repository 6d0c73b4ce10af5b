/** The known mistakes that answer as the implementation does, best first: one that explains every miss, or two together. */
import { conventionKeys, resolveClaims } from '../profiles.ts';
import type { Diagnosis } from '../report/report.ts';
import type { Claims } from '../terms/contract.ts';
import type { Mutant } from '../terms/mutant.ts';
import { targetOf } from '../wire/in-process.ts';
import type { Target } from '../wire/outcome.ts';
import {
  type Agreement,
  agreementOf,
  type Answer,
  answersTo,
  type Expectation,
  type Result,
  resultsOf,
} from './answers.ts';
import { isLarge, type Probe } from './probes.ts';

/** Most that are named: more candidates than this are no diagnosis. */
const named = 3;
/** Least share of results that a mistake must share: what it says where nothing is missed counts as well. */
const leastShare = 0.9;

/** Results that a mistake alone gets wrong, over those that both do: with more it agrees by chance, not under a condition. */
const mostUnshared = 4;

interface Candidate extends Agreement {
  readonly mutant: Mutant;
  /** Results on which both agree, as a share of all. */
  readonly share: number;
  /** In how many ways it is another kind of implementation: conventions, types, honest arithmetic. */
  readonly strangeness: number;
}

/**
 * @param probes - from the first large one on they are put to those mistakes only that agree on all before
 * @param target - one of which nothing has been asked yet, so that it remembers what the mistakes remember
 * @param bank - likewise
 */
export async function nearestMutants(
  target: Target,
  probes: readonly Probe[],
  expectations: readonly (Expectation | undefined)[],
  claims: Claims,
  bank: readonly Mutant[],
): Promise<Diagnosis[]> {
  const mine = await answersTo(target, probes);
  const results = resultsOf(mine, probes, expectations, claims);
  const missed = results.flatMap((result, i) => (result.missed ? [i] : []));
  if (missed.length === 0) return [];

  const byProbe = probes.map((_, i) => results.filter(({ probe }) => probe === i));
  const candidates: Candidate[] = [];
  for (const mutant of bank) {
    const agreement = await agreementWith(targetOf(mutant.implementation), probes, mine, byProbe);
    if (agreement === undefined) continue;
    const share = agreement.agrees.filter(Boolean).length / results.length;
    candidates.push({ mutant, ...agreement, share, strangeness: strangenessOf(mutant, claims) });
  }
  const likely = candidates.filter(({ share }) => share > leastShare).toSorted(byLikeness);
  // Of a miss by little more than a bound, roundings may well be the larger part: most of them have to be explained.
  const whole = likely.filter(
    ({ agrees, explains }) =>
      missed.every((i) => agrees[i]) &&
      2 * missed.filter((i) => explains[i]).length >= missed.length &&
      agrees.filter((same) => !same).length <= mostUnshared * missed.length,
  );
  const tally = { results, probes: probes.length, missed: missed.length };
  if (whole.length > 0) return whole.slice(0, named).map((candidate) => explained(candidate, tally));
  return together(candidates.toSorted(byLikeness), results, missed).map((candidate, k, both) =>
    explained(candidate, tally, both[1 - k].mutant.id),
  );
}

/**
 * Puts the probes to a known mistake for as long as it may be named, and large ones only while it agrees on all.
 * @returns undefined where it neither answers alike in nearly all, nor is right wherever the target is
 */
async function agreementWith(
  mistake: Target,
  probes: readonly Probe[],
  mine: readonly Answer[],
  results: readonly (readonly Result[])[],
): Promise<Agreement | undefined> {
  const total = results.flat().length;
  const theirs: (Answer | undefined)[] = [];
  const agrees: boolean[] = [];
  const explains: boolean[] = [];
  let identical = 0;
  let unlike = 0;
  let harmless = true;
  let large = false;
  for (const [i, probe] of probes.entries()) {
    large ||= isLarge(probe);
    const [answer] = large && unlike > 0 ? [] : await answersTo(mistake, [probe]);
    theirs.push(answer);
    const part = agreementOf(mine, theirs, results[i]);
    agrees.push(...part.agrees);
    explains.push(...part.explains);
    identical += part.identical;
    unlike += part.agrees.filter((same) => !same).length;
    harmless &&= results[i].every(({ missed }, k) => missed || part.agrees[k]);
    if (!harmless && 1 - unlike / total <= leastShare) return undefined;
  }
  return { agrees, explains, identical };
}

const byLikeness = (a: Candidate, b: Candidate): number =>
  b.share - a.share ||
  a.strangeness - b.strangeness ||
  b.identical - a.identical ||
  (a.mutant.id < b.mutant.id ? -1 : 1);

function strangenessOf({ owed, implementation }: Mutant, claims: Claims): number {
  const theirs = resolveClaims(implementation.claims);
  return (
    conventionKeys.filter((key) => theirs[key] !== claims[key]).length +
    claims.dtypes.filter((dtype) => !theirs.dtypes.includes(dtype)).length +
    Number(owed !== 'kill')
  );
}

/**
 * Two mistakes at once: each right where the text is met, each missed result explained by one of them.
 * @param candidates - the likeliest first; none explains all
 */
function together(
  candidates: readonly Candidate[],
  results: readonly Result[],
  missed: readonly number[],
): Candidate[] {
  const harmless = candidates.filter(({ agrees }) => results.every(({ missed: miss }, i) => miss || agrees[i]));
  for (const first of harmless) {
    const rest = missed.filter((i) => !first.explains[i]);
    const second = harmless.find(({ explains }) => rest.every((i) => explains[i]));
    if (second) return [first, second];
  }
  return [];
}

interface Tally {
  readonly results: readonly Result[];
  readonly probes: number;
  readonly missed: number;
}

function explained(
  { mutant: { id, says }, agrees }: Candidate,
  { results, probes, missed }: Tally,
  other?: string,
): Diagnosis {
  const agreed = agrees.filter(Boolean).length;
  const own = results.filter((result, i) => result.missed && agrees[i]).length;
  const right = results.length - agreed;
  const condition = right > 0 ? `; the other ${right} are right, so that it is not in every call` : '';
  const explains =
    other === undefined
      ? `${missed} of them miss the text, and it explains them all${condition}`
      : `of ${missed} that miss the text it explains ${own}, and ${other} the others`;
  return {
    id,
    says,
    evidence: `answers ${agreed} of ${results.length} results of ${probes} probe calls as this mistake does, within rounding; ${explains}`,
  };
}
