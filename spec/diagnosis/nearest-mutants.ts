/**
 * The known mistakes that answer as the implementation does: one that explains every violation, else two that do
 * together, else one that explains nearly all, else those that explain one operation or output. Then one that explains
 * what these leave.
 */
import type { Diagnosis } from '../report/report.ts';
import type { Claims } from '../terms/contract.ts';
import type { Mutant } from '../terms/mutant.ts';
import type { Target } from '../wire/target.ts';
import { type Answer, answersTo, type Expectation, type Lost, resultsOf } from './probe-answers.ts';
import { besides, byPlace, together } from './combined-mistakes.ts';
import { type Findings, findingsOf, partOf, type Scope } from './violations.ts';
import { leastShare, type Match, matchesOf, mostLeft } from './match-mutants.ts';
import type { Probe } from './probes.ts';
import { inPlaces, inRest, nearly, whole, withAnother } from './mistake-sentences.ts';

/** Most mistakes to name: more candidates than this are no diagnosis. */
const most = 3;

/**
 * Most results that only the mistake gets wrong, per result that both do: with more, it agrees by chance, not under a
 * condition.
 */
const mostUnshared = 4;

export interface Nearest {
  readonly diagnoses: readonly Diagnosis[];
  /** Whether the first of them agrees with the target on every result. */
  readonly sure: boolean;
  /** Scopes with violations that no known mistake explains. */
  readonly left: readonly Scope[];
  readonly findings: Findings;
  /** Answers of the target to the probes. */
  readonly answers: readonly Answer[];
}

/**
 * @param probes - from the first large one on, put only to mistakes that agree on all probes before
 * @param target - freshly started, so that its state and that of the mistakes come from the same calls
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

/** The mistakes to name, the likeliest first, the words for each, and the scopes left unexplained. */
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

/**
 * Same results as the target everywhere, or wherever the target is wrong, as if the target's mistake had a condition;
 * or right in every scope where the target is.
 */
function explainsAll(match: Match, findings: Findings): boolean {
  const { agrees, explains, share } = match;
  const { missed, scopes, sound } = findings;
  // Where a violation exceeds its bound only slightly, rounding may be the larger part: most violations have to be
  // explained.
  if (!missed.every((i) => agrees[i]) || 2 * missed.filter((i) => explains[i]).length < missed.length) return false;
  const unshared = [...scopes, ...sound].reduce((sum, scope) => sum + partOf(scope, match).extra, 0);
  const usual = share > leastShare && unshared <= mostUnshared * missed.length;
  return usual || (missed.length >= several && scopes.every((scope) => partOf(scope, match).extra === 0));
}

/** Fewer results than this may agree by chance where the others do not. */
const several = 4;

function explainsNearlyAll(match: Match, { missed, scopes }: Findings): boolean {
  const parts = scopes.map((scope) => partOf(scope, match));
  const sum = (of: (part: (typeof parts)[number]) => number): number => parts.reduce((all, part) => all + of(part), 0);
  const wrong = missed.length - sum(({ agreed }) => agreed) + sum(({ extra }) => extra);
  return wrong <= mostLeft * missed.length && 2 * sum(({ explained }) => explained) >= missed.length;
}
