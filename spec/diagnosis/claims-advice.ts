/**
 * Advises a claim under which an implementation conforms: coarser arithmetic, a lower grade, or an epsilon or momentum that is fixed
 * or has a least value. What is wrong under the present claims may be right under weaker ones, which say so to users.
 */
import { grades } from '../accuracy/grade.ts';
import type { Clause } from '../check/trial/clause.ts';
import type { Exchange } from '../check/trial/exchange.ts';
import { explore, type ExploreOptions } from '../check/trial/explore.ts';
import { rightAnswer } from '../check/trial/right-answer.ts';
import type { Session } from '../check/trial/session.ts';
import type { Diagnosis } from '../report/report.ts';
import type { Claims, DType, Grade } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import { type Judging, wrongOutputs } from './experiment/wrong-outputs.ts';
import type { AnyCall } from '../terms/named-tensors.ts';
import { withinClaims } from '../terms/within-claims.ts';
import type { Probe } from './probes.ts';

interface Change extends Judging {
  /** The claim, as it is written. */
  readonly says: string;
  /** The call that is answered in place of one outside the claims. */
  readonly instead?: (call: AnyCall) => AnyCall;
}

const lower: readonly Exclude<Grade, 'wrong'>[] = ['offset-free', 'stable', 'cancelling'];
const narrower: readonly DType[] = ['float32', 'float16', 'bfloat16'];

/** Weaker claims, the least change first. */
function changesOf(claims: Claims, required: Exclude<Grade, 'wrong'>): Change[] {
  const beyond = grades.indexOf(required);
  const { precision } = formats[claims.accumulate];
  return [
    ...lower
      .filter((grade) => grades.indexOf(grade) > beyond)
      .map((grade) => ({ says: `grade: ${grade}`, grade, claims: { ...claims, grade } })),
    ...narrower
      .filter(
        (type) =>
          formats[type].precision < precision &&
          claims.dtypes.some((dtype) => formats[dtype].precision <= formats[type].precision),
      )
      .map((accumulate) => ({ says: `accumulate: ${accumulate}`, grade: required, claims: { ...claims, accumulate } })),
  ];
}

/** Values that libraries fix, the more usual first. */
const usualEpsilons = [1e-5, 1e-3, 1e-6, 1e-4, 1e-7, 1e-8, 1e-12, 0] as const;
const usualMomenta = [0.1, 0.9, 0.01, 0.99] as const;

/** A scalar that is not used as it is given. The wider claim first: a fixed epsilon fails under it. */
function scalarChanges(claims: Claims, grade: Change['grade']): Change[] {
  const change = (says: string, narrower: Partial<Claims>, instead: (call: AnyCall) => Partial<AnyCall>): Change => ({
    says,
    grade,
    claims: { ...claims, ...narrower },
    instead: (call) => ({ ...call, ...instead(call) }),
  });
  const forms = (values: readonly number[]): number[] => values.flatMap((value) => [value, Math.fround(value)]);
  return [
    ...forms(claims.epsilons === undefined ? usualEpsilons.filter((value) => value >= claims.minEpsilon) : []).flatMap(
      (value) => [
        change(`minEpsilon: ${value}`, { minEpsilon: value }, ({ epsilon }) =>
          epsilon === undefined ? {} : { epsilon: Math.max(value, epsilon) },
        ),
        change(`epsilons: [${value}]`, { epsilons: [value] }, ({ epsilon }) =>
          epsilon === undefined ? {} : { epsilon: value },
        ),
      ],
    ),
    ...forms(claims.momenta === undefined ? usualMomenta : []).map((value) =>
      change(`momenta: [${value}]`, { momenta: [value] }, ({ momentum }) =>
        momentum === undefined ? {} : { momentum: value },
      ),
    ),
  ];
}

/** Cases of each clause that are tried under the changed claim: most clauses object to a mistake at once. */
const mostRuns = 20;

/** @param failed - the clauses that failed, @param counterexamples - and their calls */
export async function claimsAdvice(
  session: Session,
  failed: readonly Clause[],
  counterexamples: readonly (readonly Exchange[])[],
  options: ExploreOptions,
): Promise<Diagnosis | undefined> {
  const answered = counterexamples.flat().filter(({ outcome }) => outcome.status === 'ok');
  if (answered.length < counterexamples.flat().length || answered.length === 0) return undefined;
  const { claims: present, required: asked } = session;
  for (const change of [...changesOf(present, asked), ...scalarChanges(present, asked)]) {
    if (answered.some((exchange) => isWrong(session, exchange, change))) continue;
    const { claims, grade: required } = change;
    const under = { ...session, claims, required, observations: session.observations.aside() };
    if (!(await allPass(under, failed, { ...options, runs: Math.min(options.runs, mostRuns) }))) continue;
    return {
      id: 'claim',
      says: `It conforms to the clauses that failed if it claims ${change.says}.`,
      evidence: `all ${failed.length} of them pass under this claim, and the calls that showed their failure are within its bounds`,
    };
  }
  return undefined;
}

async function allPass(session: Session, clauses: readonly Clause[], options: ExploreOptions): Promise<boolean> {
  for (const clause of clauses) {
    const { verdict } = await explore(clause, session, options);
    if (verdict === 'fail') return false;
  }
  return clauses.length > 0;
}

function isWrong(
  { reference }: Session,
  { operation, call: given, outcome }: Exchange,
  { instead, ...judging }: Change,
): boolean {
  const isOther = instead !== undefined && !withinClaims(operation, given, judging.claims);
  const call = (isOther ? instead(given) : given) as typeof given;
  const truth = rightAnswer(reference, operation, call, judging.claims);
  return truth === undefined || wrongOutputs(outcome, { operation, call } as Probe, truth, judging).length > 0;
}
