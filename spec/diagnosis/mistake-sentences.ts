/** Sentences about a known mistake: how far its answers are those of the implementation, and where. */
import type { Diagnosis } from '../report/report.ts';
import { type Operation, operations, snakeCase } from '../terms/operations.ts';
import { type Findings, partOf, type Scope } from './violations.ts';
import type { Match } from './match-mutants.ts';
import type { Placed } from './combined-mistakes.ts';

/**
 * A mistake that explains everything.
 * @param others - mistakes that are named as well, here and below
 */
export function whole(match: Match, findings: Findings, others: readonly Match[] = []): Diagnosis {
  if (!match.complete) return inPlaces({ match, scopes: findings.scopes }, findings, others);
  const right = findings.results.filter(({ missed }, i) => !missed && !match.agrees[i]).length;
  const place = placeOf(match, findings);
  const where =
    place ??
    (right > 0
      ? `; the other ${right === 1 ? '1 is' : `${right} are`} right, so the mistake is not in every call`
      : '');
  const explains = `explains ${findings.missed.length === 1 ? 'the' : 'all'} ${violating(findings.missed.length)}${where}`;
  return compared(match, findings, explains, others);
}

/** A mistake that leaves a few violations unexplained. */
export function nearly(match: Match, findings: Findings, others: readonly Match[] = []): Diagnosis {
  if (!match.complete) return inPlaces({ match, scopes: findings.scopes }, findings, others);
  const { missed } = findings;
  const explained = missed.filter((i) => match.agrees[i]).length;
  const explains = `explains ${explained} of the ${violating(missed.length)}${placeOf(match, findings) ?? ''}`;
  return compared(match, findings, explains, others);
}

/** One of two mistakes that together explain everything. */
export function withAnother(match: Match, other: Match, findings: Findings, others: readonly Match[] = []): Diagnosis {
  const { missed } = findings;
  const own = missed.filter((i) => match.agrees[i]).length;
  const explains = `explains ${own} of the ${violating(missed.length)}, and ${other.mutant.id} the others`;
  if (match.complete) return compared(match, findings, explains, [other, ...others]);
  const { id, says } = match.mutant;
  return { id, says, evidence: `within rounding, ${explains}${aside(findings, [match, other, ...others])}` };
}

/** A mistake that explains the violations in some places. */
export function inPlaces({ match, scopes }: Placed, findings: Findings, others: readonly Match[] = []): Diagnosis {
  const { results, probes, missed } = findings;
  const { id, says } = match.mutant;
  const there = scopes.flatMap((scope) => scope.missed);
  const own = there.filter((i) => match.agrees[i]).length;
  return {
    id,
    says,
    evidence: `explains ${own} of the ${violating(there.length)} in ${namesOf(scopes)}, within rounding; in total ${missed.length} of ${results.length} results of ${probes} probe calls violate it${aside(findings, [match, ...others])}`,
  };
}

/** A mistake that explains violations left by others. */
export function inRest({ match, scopes }: Placed): Diagnosis {
  const { id, says } = match.mutant;
  const count = scopes.reduce((sum, { missed }) => sum + missed.length, 0);
  return {
    id,
    says,
    evidence: `explains, within rounding, ${count} further results that violate the specification, in ${namesOf(scopes)}, and gets nothing else wrong there`,
  };
}

const violating = (count: number): string =>
  count === 1 ? '1 that violates the specification' : `${count} that violate the specification`;

const agreed = ({ agrees }: Match): number => agrees.filter(Boolean).length;

/** Violations at edge cases, which were not used and which no named mistake explains. */
function aside({ results, missed }: Findings, matches: readonly Match[]): string {
  const counted = new Set(missed);
  const others = results.filter(
    (result, i) => result.missed && !counted.has(i) && !matches.some(({ agrees }) => agrees[i]),
  );
  if (others.length === 0) return '';
  return `; ${others.length} further ${others.length === 1 ? 'violation' : 'violations'} at edge cases (one value per channel, NaN, infinity) ${others.length === 1 ? 'was' : 'were'} not used`;
}

function compared(match: Match, findings: Findings, explains: string, others: readonly Match[]): Diagnosis {
  const { results, probes } = findings;
  const { id, says } = match.mutant;
  const count = agreed(match);
  const answers = `agrees with this mistake on ${count === results.length ? `all ${count}` : `${count} of ${results.length}`} results of ${probes} probe calls (within rounding)`;
  const evidence = `${answers}; ${explains}${aside(findings, [match, ...others])}`;
  return { id, says, evidence };
}

/**
 * The place of the mistake, where it is in some operations or outputs only: it would show in others, which are right.
 */
function placeOf(match: Match, { scopes, sound }: Findings): string | undefined {
  const spared = sound.filter((scope) => partOf(scope, match).extra > 0);
  if (spared.length === 0 || scopes.some((scope) => partOf(scope, match).extra > 0)) return undefined;
  return `; only ${namesOf(scopes)} ${isOne(scopes) ? 'is' : 'are'} affected: ${namesOf(spared)} ${isOne(spared) ? 'is' : 'are'} right`;
}

const isOne = (scopes: readonly Scope[]): boolean => scopes.length === 1;

/** Operations with their outputs: train_forward (y, mean), infer_forward (y). */
function namesOf(scopes: readonly Scope[]): string {
  const of = (operation: Operation): Scope['output'][] => [
    ...new Set(scopes.filter((scope) => scope.operation === operation).map(({ output }) => output)),
  ];
  const parts = operations.filter((operation) => of(operation).length > 0);
  return parts.map((operation) => `${snakeCase(operation)} (${of(operation).map(snakeCase).join(', ')})`).join(', ');
}
