/** What is said for a known mistake: how far its answers are those of the implementation, and where. */
import type { Diagnosis } from '../report/report.ts';
import { type Operation, operations } from '../terms/operations.ts';
import { type Findings, partOf, type Scope } from './findings.ts';
import type { Match } from './match.ts';
import type { Placed } from './combine.ts';

/** One that explains all. @param others - that are named as well, here and below */
export function whole(match: Match, findings: Findings, others: readonly Match[] = []): Diagnosis {
  if (!match.complete) return inPlaces({ match, scopes: findings.scopes }, findings, others);
  const right = findings.results.filter(({ missed }, i) => !missed && !match.agrees[i]).length;
  const place = placeOf(match, findings);
  const where = place ?? (right > 0 ? `; the other ${right} are right, so that it is not in every call` : '');
  const explains = `${findings.missed.length} of them miss the text, and it explains them all${where}`;
  return told(match, findings, explains, others);
}

/** One that leaves a few. */
export function nearly(match: Match, findings: Findings, others: readonly Match[] = []): Diagnosis {
  if (!match.complete) return inPlaces({ match, scopes: findings.scopes }, findings, others);
  const { missed } = findings;
  const explained = missed.filter((i) => match.agrees[i]).length;
  const explains = `it explains ${explained} of ${missed.length} that miss the text${placeOf(match, findings) ?? ''}`;
  return told(match, findings, explains, others);
}

/** One of two. */
export function withAnother(match: Match, other: Match, findings: Findings, others: readonly Match[] = []): Diagnosis {
  const { missed } = findings;
  const own = missed.filter((i) => match.agrees[i]).length;
  const explains = `of ${missed.length} that miss the text it explains ${own}, and ${other.mutant.id} the others`;
  if (match.complete) return told(match, findings, explains, [other, ...others]);
  const { id, says } = match.mutant;
  return { id, says, evidence: `within rounding, ${explains}${aside(findings, [match, other, ...others])}` };
}

/** One that explains what some places miss. */
export function inPlaces({ match, scopes }: Placed, findings: Findings, others: readonly Match[] = []): Diagnosis {
  const { results, probes, missed } = findings;
  const { id, says } = match.mutant;
  const there = scopes.flatMap((scope) => scope.missed);
  const own = there.filter((i) => match.agrees[i]).length;
  return {
    id,
    says,
    evidence: `explains ${own} of ${there.length} results that miss the text in ${namesOf(scopes)}, within rounding; in all ${missed.length} of ${results.length} results of ${probes} probe calls do${aside(findings, [match, ...others])}`,
  };
}

/** One that explains what others leave. */
export function inRest({ match, scopes }: Placed): Diagnosis {
  const { id, says } = match.mutant;
  const count = scopes.reduce((sum, { missed }) => sum + missed.length, 0);
  return {
    id,
    says,
    evidence: `explains, within rounding, ${count} results that miss the text besides, in ${namesOf(scopes)}, and gets nothing else there wrong`,
  };
}

const agreed = ({ agrees }: Match): number => agrees.filter(Boolean).length;

/** Misses that did not decide, and that nothing named explains. */
function aside({ results, missed }: Findings, matches: readonly Match[]): string {
  const counted = new Set(missed);
  const others = results.filter(
    (result, i) => result.missed && !counted.has(i) && !matches.some(({ agrees }) => agrees[i]),
  );
  if (others.length === 0) return '';
  return `; ${others.length} more, at one value per channel, NaN or infinity, do not count`;
}

function told(match: Match, findings: Findings, explains: string, others: readonly Match[]): Diagnosis {
  const { results, probes } = findings;
  const { id, says } = match.mutant;
  const answers = `answers ${agreed(match)} of ${results.length} results of ${probes} probe calls as this mistake does, within rounding`;
  const evidence = `${answers}; ${explains}${aside(findings, [match, ...others])}`;
  return { id, says, evidence };
}

/** Where the mistake is, if it is in some operations or outputs only: it would show in others that are right. */
function placeOf(match: Match, { scopes, sound }: Findings): string | undefined {
  const spared = sound.filter((scope) => partOf(scope, match).extra > 0);
  if (spared.length === 0 || scopes.some((scope) => partOf(scope, match).extra > 0)) return undefined;
  return `; it is in ${namesOf(scopes)} only: ${namesOf(spared)} ${isOne(spared) ? 'is' : 'are'} right`;
}

const isOne = (scopes: readonly Scope[]): boolean => scopes.length === 1;

/** Operations with their outputs: trainForward (y, mean), inferForward (y). */
function namesOf(scopes: readonly Scope[]): string {
  const of = (operation: Operation): Scope['output'][] => [
    ...new Set(scopes.filter((scope) => scope.operation === operation).map(({ output }) => output)),
  ];
  const parts = operations.filter((operation) => of(operation).length > 0);
  return parts.map((operation) => `${operation} (${of(operation).join(', ')})`).join(', ');
}
