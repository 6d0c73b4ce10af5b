/** Conditions on traits of a call, and the simplest that all wrong calls of a list meet and the right ones do not. */
import type { Traits } from '../hypothesis/traits.ts';
import { type Fact, factsOf, type FactValue } from './facts.ts';

/** A limit of a number: the last value seen to be right, and the first seen to be wrong. */
export interface Edge {
  readonly fact: Fact;
  readonly right: number;
  readonly wrong: number;
}

export interface Atom {
  /** Follows "where". */
  readonly says: string;
  readonly holds: (traits: Traits) => boolean;
  /** The lower, the sooner it is said. */
  readonly cost: number;
  readonly edge?: Edge;
  /** A single number, which may stand for all with some remainder, or beyond some limit. */
  readonly only?: { readonly fact: Fact; readonly value: number };
}

export interface Sample {
  readonly traits: Traits;
  readonly wrong: boolean;
}

/** All of them together; none: every call. */
export interface Condition {
  readonly atoms: readonly Atom[];
  /** Right calls that meet it. */
  readonly exceptions: number;
}

export const meets = ({ atoms }: Pick<Condition, 'atoms'>, traits: Traits): boolean =>
  atoms.every(({ holds }) => holds(traits));

export const saysOf = ({ atoms }: Pick<Condition, 'atoms'>): string => atoms.map(({ says }) => says).join(' and ');

/** Most parts of a condition, and single ones that pairs and triples are made of. */
const mostAtoms = 3;
const beam = 30;

/** A further part must rule out this share of the right calls that are left. */
const worthwhile = 0.3;

/** @returns the simplest condition that leaves the fewest exceptions */
export function conditionOf(samples: readonly Sample[]): Condition {
  const [wrong, right] = [samples.filter((each) => each.wrong), samples.filter((each) => !each.wrong)].map((each) =>
    each.map(({ traits }) => traits),
  );
  let best: Condition = { atoms: [], exceptions: right.length };
  if (wrong.length === 0 || right.length === 0) return best;
  const singles = impliedBy(wrong, right).map((atom) => ({ atoms: [atom], left: right.filter(atom.holds) }));
  let candidates = singles;
  for (let size = 1; size <= mostAtoms && best.exceptions > 0; size++) {
    candidates = candidates
      .toSorted((a, b) => a.left.length - b.left.length || costOf(a.atoms) - costOf(b.atoms))
      .slice(0, beam);
    const [first] = candidates;
    if (first !== undefined && first.left.length <= (1 - worthwhile) * best.exceptions)
      best = { atoms: first.atoms, exceptions: first.left.length };
    candidates = candidates.flatMap((each) =>
      singles
        .filter(({ atoms: [atom] }) => !each.atoms.includes(atom))
        .map(({ atoms: [atom] }) => ({ atoms: [...each.atoms, atom], left: each.left.filter(atom.holds) })),
    );
  }
  return best;
}

const costOf = (atoms: readonly Atom[]): number => atoms.reduce((sum, { cost }) => sum + cost, 0);

/** Conditions that all wrong calls meet, and some right one does not. */
function impliedBy(wrong: readonly Traits[], right: readonly Traits[]): Atom[] {
  return factsOf([...wrong, ...right]).flatMap((fact) => {
    const [theirs, others] = [wrong.map(fact.of), right.map(fact.of)];
    const atoms = theirs.every((value) => typeof value === 'number')
      ? atomsOfNumber(
          fact,
          theirs,
          others.filter((value) => typeof value === 'number'),
        )
      : atomsOfChoice(fact, theirs, others);
    return atoms.filter(({ holds }) => right.some((traits) => !holds(traits)));
  });
}

function atomsOfChoice(fact: Fact, wrong: readonly FactValue[], right: readonly FactValue[]): Atom[] {
  const [value] = wrong;
  if (value !== undefined && wrong.every((other) => other === value)) {
    return [{ says: fact.is(value), holds: (traits) => fact.of(traits) === value, cost: fact.cost }];
  }
  // One value of a measured quantity is never what decides: that no wrong call had it is chance.
  const isChoice = (other: FactValue): boolean => other !== undefined && (typeof other !== 'number' || fact.exact);
  const never = [...new Set(right)].filter((other) => isChoice(other) && !wrong.includes(other));
  return never.map((other) => ({
    says: fact.isNot(other as string | boolean),
    holds: (traits) => fact.of(traits) !== other,
    cost: fact.cost + 0.5,
  }));
}

const divisors = [2, 3, 4, 8, 16, 32, 64];

function atomsOfNumber(fact: Fact, wrong: readonly number[], right: readonly number[]): Atom[] {
  const [least, most] = [Math.min(...wrong), Math.max(...wrong)];
  const number = (traits: Traits): number => fact.of(traits) as number;
  const atoms: Atom[] = [];
  if (least === most && fact.exact)
    return [
      {
        says: fact.is(least),
        holds: (traits) => number(traits) === least,
        cost: fact.cost,
        only: { fact, value: least },
      },
    ];
  const below = Math.max(...right.filter((value) => value < least));
  if (Number.isFinite(below)) {
    const limit = limitBetween(below, least, fact.exact);
    const holds = (traits: Traits): boolean =>
      fact.exact ? number(traits) > below && number(traits) >= limit : number(traits) >= limit;
    atoms.push({ says: fact.atLeast(limit), holds, cost: fact.cost + 0.3, edge: { fact, right: below, wrong: least } });
  }
  const above = Math.min(...right.filter((value) => value > most));
  if (Number.isFinite(above)) {
    const limit = limitBetween(above, most, fact.exact);
    const holds = (traits: Traits): boolean => number(traits) <= limit;
    atoms.push({ says: fact.atMost(limit), holds, cost: fact.cost + 0.3, edge: { fact, right: above, wrong: most } });
  }
  if (!fact.exact) return atoms;
  for (const divisor of divisors) {
    const rest = least % divisor;
    if (least < most && wrong.every((value) => value % divisor === rest))
      atoms.push({
        says: remainderSays(fact.name, divisor, rest),
        holds: (traits) => number(traits) % divisor === rest,
        cost: fact.cost + 0.6 + divisor / 1000,
      });
    else if (wrong.every((value) => value % divisor !== 0))
      atoms.push({
        says: divisor === 2 ? `${fact.name} is odd` : `${fact.name} is not a multiple of ${divisor}`,
        holds: (traits) => number(traits) % divisor !== 0,
        cost: fact.cost + 0.6 + divisor / 1000,
      });
  }
  const unlike = [...new Set(right)].filter(
    (value) => value > least && value < most && value < 6 && !wrong.includes(value),
  );
  for (const value of unlike)
    atoms.push({ says: fact.isNot(value), holds: (traits) => number(traits) !== value, cost: fact.cost + 0.5 });
  return atoms;
}

function remainderSays(name: string, divisor: number, rest: number): string {
  if (divisor === 2) return `${name} is ${rest === 0 ? 'even' : 'odd'}`;
  return rest === 0 ? `${name} is a multiple of ${divisor}` : `${name} mod ${divisor} is ${rest}`;
}

/** The roundest number between the two, the wrong one included: of whole numbers a limit such as 128 or 1000, if there is one. */
function limitBetween(right: number, wrong: number, exact: boolean): number {
  if (exact) return wholeLimit(right, wrong);
  if (right === 0 || wrong === 0) return wrong;
  for (let digits = 1; digits < 17; digits++) {
    const rounded = Number((Math.sign(wrong) * Math.sqrt(Math.abs(right * wrong))).toPrecision(digits));
    if (Math.min(right, wrong) < rounded && rounded <= Math.max(right, wrong)) return rounded;
  }
  return wrong;
}

/** "More than 128" is the least of 129 on; "less than 128" the most up to 127. */
function wholeLimit(right: number, wrong: number): number {
  if (Math.abs(right - wrong) < 2) return wrong;
  const step = right < wrong ? 1 : -1;
  const between = (said: number): boolean =>
    Math.min(right, wrong - step) <= said && said <= Math.max(right, wrong - step);
  const powers = Array.from({ length: 20 }, (_, i) => 2 ** (19 - i)).filter((each) => each > 2 && between(each));
  const tens = [1000, 100, 10]
    .flatMap((each) => Math.ceil(Math.min(right, wrong) / each) * each)
    .filter((each) => between(each));
  const said = powers.at(0) ?? tens.at(0);
  return said === undefined ? wrong : said + step;
}
