/**
 * Advises a claim under which an implementation conforms: coarser arithmetic, or a lower grade. What is wrong under the present
 * claims may be right under weaker ones, which say so to users.
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
import type { Probe } from './probes.ts';

interface Change extends Judging {
  /** The claim, as it is written. */
  readonly says: string;
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
  for (const change of changesOf(session.claims, session.required)) {
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

function isWrong({ reference }: Session, { operation, call, outcome }: Exchange, judging: Judging): boolean {
  const truth = rightAnswer(reference, operation, call, judging.claims);
  return truth === undefined || wrongOutputs(outcome, { operation, call } as Probe, truth, judging).length > 0;
}
