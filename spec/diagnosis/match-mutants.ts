/**
 * Puts the probes to known mistakes, to each for as long as it may still be named: alone, with another, or in one
 * place.
 */
import { conventionKeys, resolveClaims } from '../terms/profiles.ts';
import type { Claims } from '../terms/contract.ts';
import type { Mutant } from '../terms/mutant.ts';
import type { Operation } from '../terms/operations.ts';
import { targetOf } from '../wire/in-process.ts';
import { type Agreement, agreementOf, type Answer, answersTo, type Result } from './probe-answers.ts';
import type { Findings, Scope } from './violations.ts';
import { isLarge, type Probe } from './probes.ts';

/**
 * Least share of all results, right ones included, on which a mistake must agree to be named for the violations it
 * explains.
 */
export const leastShare = 0.9;
/**
 * Share of the violations of one place that a mistake may leave unexplained, and up to which it may get other results
 * wrong.
 */
export const mostLeft = 0.1;

export interface Match extends Agreement {
  readonly mutant: Mutant;
  /** Whether it answered all probes, and not just those of the operations that matter. */
  readonly complete: boolean;
  /** Share of results on which both agree. */
  readonly share: number;
  /** Number of ways in which it differs in kind: conventions, types, arithmetic that is not owed a failure. */
  readonly strangeness: number;
}

/** @returns the mistakes that may be named, the likeliest first */
export async function matchesOf(
  mine: readonly Answer[],
  probes: readonly Probe[],
  findings: Findings,
  claims: Claims,
  bank: readonly Mutant[],
): Promise<Match[]> {
  const byProbe = probes.map(() => [] as number[]);
  for (const [i, { probe }] of findings.results.entries()) byProbe[probe].push(i);
  const matches: Match[] = [];
  for (const mutant of bank) {
    const agreement = await agreementWith(mutant, probes, mine, findings, byProbe);
    if (agreement === undefined) continue;
    const share = agreement.agrees.filter(Boolean).length / findings.results.length;
    matches.push({ mutant, ...agreement, share, strangeness: strangenessOf(mutant, claims) });
  }
  return matches.toSorted(byLikeness);
}

/** Large probes are put only to mistakes that agree on all probes before them. */
async function agreementWith(
  { implementation }: Mutant,
  probes: readonly Probe[],
  mine: readonly Answer[],
  findings: Findings,
  byProbe: readonly (readonly number[])[],
): Promise<(Agreement & Pick<Match, 'complete'>) | undefined> {
  const mistake = targetOf(implementation);
  const hopes = new Hopes(findings);
  const theirs: (Answer | undefined)[] = [];
  const agrees: boolean[] = [];
  const explains: boolean[] = [];
  let identical = 0;
  let large = false;
  for (const [i, probe] of probes.entries()) {
    large ||= isLarge(probe);
    const asked = hopes.hasFor(probe.operation) && !(large && hopes.unlike > 0);
    theirs.push(...(asked ? await answersTo(mistake, [probe]) : [undefined]));
    const results: readonly Result[] = byProbe[i].map((k) => findings.results[k]);
    const part = agreementOf(mine, theirs, results);
    agrees.push(...part.agrees);
    explains.push(...part.explains);
    identical += part.identical;
    for (const [k, place] of byProbe[i].entries()) hopes.hear(place, part.agrees[k]);
    if (hopes.gone) return undefined;
  }
  return { agrees, explains, identical, complete: theirs.every((answer) => answer !== undefined) };
}

/** Keeps track of the ways in which a mistake may still be named. */
class Hopes {
  /** Results on which it disagrees or has no answer. */
  unlike = 0;
  private readonly findings: Findings;
  private readonly scopes: readonly Scope[];
  /** By result: the index of its scope, and whether it is a violation. */
  private readonly placeOf = new Map<number, { scope: number; missed: boolean }>();
  private readonly extra: number[];
  private readonly dead = new Set<number>();

  constructor(findings: Findings) {
    this.findings = findings;
    this.scopes = [...findings.scopes, ...findings.edges];
    this.extra = this.scopes.map(() => 0);
    for (const [scope, { missed, right }] of this.scopes.entries()) {
      for (const i of missed) this.placeOf.set(i, { scope, missed: true });
      for (const i of right) this.placeOf.set(i, { scope, missed: false });
    }
  }

  hear(result: number, agrees: boolean): void {
    if (agrees) return;
    this.unlike += 1;
    const place = this.placeOf.get(result);
    if (place === undefined || place.missed) return;
    this.extra[place.scope] += 1;
    if (this.extra[place.scope] > mostLeft * this.scopes[place.scope].missed.length) this.dead.add(place.scope);
  }

  private get alike(): boolean {
    return 1 - this.unlike / this.findings.results.length > leastShare;
  }

  hasFor(operation: Operation): boolean {
    return this.alike || this.scopes.some((scope, i) => scope.operation === operation && !this.dead.has(i));
  }

  get gone(): boolean {
    return !this.alike && this.dead.size === this.scopes.length;
  }
}

const byLikeness = (a: Match, b: Match): number =>
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
