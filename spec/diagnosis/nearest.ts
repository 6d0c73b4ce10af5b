/**
 * The known mistakes that answer as the implementation does: one that explains every miss, else two, else one that explains
 * nearly all, else those that explain what one operation or output misses. Last, one that explains what these leave.
 */
import type { Diagnosis } from '../report/report.ts';
import type { Claims } from '../terms/contract.ts';
import type { Mutant } from '../terms/mutant.ts';
import type { Target } from '../wire/target.ts';
import { type Answer, answersTo, type Expectation, type Lost, resultsOf } from './answers.ts';
import { besides, byPlace, together } from './combine.ts';
import { type Findings, findingsOf, partOf, type Scope } from './findings.ts';
import { leastShare, type Match, matchesOf, mostLeft } from './match.ts';
import type { Probe } from './probes.ts';
import { inPlaces, inRest, nearly, whole, withAnother } from './words.ts';

/** Most that are named: more candidates than this are no diagnosis. */
const most = 3;

/** Results that a mistake alone gets wrong, over those that both do: with more it agrees by chance, not under a condition. */
const mostUnshared = 4;

export interface Nearest {
  readonly diagnoses: readonly Diagnosis[];
  /** Does the first of them answer everything as the target does? */
  readonly sure: boolean;
  /** Where misses are left that nothing known explains. */
  readonly left: readonly Scope[];
  readonly findings: Findings;
  /** What was answered to the probes. */
  readonly answers: readonly Answer[];
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
  lost?: Lost,
): Promise<Nearest> {
  const answers = await answersTo(target, probes);
  const findings = findingsOf(resultsOf(answers, probes, expectations, claims, lost), probes, expectations);
  const found = await named(answers, probes, findings, claims, bank);
  return { ...found, findings, answers };
}

async function named(
  answers: readonly Answer[],
  probes: readonly Probe[],
  findings: Findings,
  claims: Claims,
  bank: readonly Mutant[],
): Promise<Pick<Nearest, 'diagnoses' | 'sure' | 'left'>> {
  if (findings.missed.length === 0) return { diagnoses: [], sure: false, left: [] };
  const matches = await matchesOf(answers, probes, findings, claims, bank);
  const { chosen, say, left } = choiceOf(matches, findings);
  const other = chosen.length > 0 ? besides(chosen, matches, findings) : undefined;
  const others = other ? [other.match] : [];
  const diagnoses = chosen.slice(0, most - others.length).map((match, rank) => say(match, rank, others));
  const sure = chosen.length > 0 && chosen[0].share === 1;
  return { diagnoses: other ? [...diagnoses, inRest(other)] : diagnoses, sure, left };
}

/** What is named, the likeliest first, how it is said, and where it explains nothing. */
interface Choice {
  readonly chosen: readonly Match[];
  readonly say: (match: Match, rank: number, others: readonly Match[]) => Diagnosis;
  readonly left: readonly Scope[];
}

function choiceOf(matches: readonly Match[], findings: Findings): Choice {
  const all = matches.filter((match) => explainsAll(match, findings));
  if (all.length > 0)
    return { chosen: all.slice(0, most), say: (match, _, others) => whole(match, findings, others), left: [] };
  const pair = together(matches, findings);
  if (pair)
    return { chosen: pair, say: (match, k, others) => withAnother(match, pair[1 - k], findings, others), left: [] };
  const near = matches.filter((match) => explainsNearlyAll(match, findings));
  if (near.length > 0)
    return { chosen: near.slice(0, most), say: (match, _, others) => nearly(match, findings, others), left: [] };
  const { found, left } = byPlace(matches, findings);
  return { chosen: found.map(({ match }) => match), say: (_, k, others) => inPlaces(found[k], findings, others), left };
}

/** Everywhere as the target, or under a condition that the target has not; or right alone where the target is right in full. */
function explainsAll(match: Match, findings: Findings): boolean {
  const { agrees, explains, share } = match;
  const { missed, scopes, sound } = findings;
  // Of a miss by little more than a bound, roundings may well be the larger part: most of them have to be explained.
  if (!missed.every((i) => agrees[i]) || 2 * missed.filter((i) => explains[i]).length < missed.length) return false;
  const unshared = [...scopes, ...sound].reduce((sum, scope) => sum + partOf(scope, match).extra, 0);
  const usual = share > leastShare && unshared <= mostUnshared * missed.length;
  return usual || (missed.length >= several && scopes.every((scope) => partOf(scope, match).extra === 0));
}

/** Fewer results than this agree by chance where the rest does not. */
const several = 4;

function explainsNearlyAll(match: Match, { missed, scopes }: Findings): boolean {
  const parts = scopes.map((scope) => partOf(scope, match));
  const sum = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((all, part) => all + of(part), 0);
  const wrong = missed.length - sum(({ agreed }) => agreed) + sum(({ extra }) => extra);
  return wrong <= mostLeft * missed.length && 2 * sum(({ explained }) => explained) >= missed.length;
}
