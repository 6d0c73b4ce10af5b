/**
 * The golden cases against a target, in their order: what a check does first where it is asked to. One entry of the report
 * per operation, with an id like a clause's.
 */
import { accumulatorOf } from '../accuracy/bounds.ts';
import { excess } from '../accuracy/judge.ts';
import { Falsified, NotApplicable } from '../evidence.ts';
import type { Exploration } from '../explore.ts';
import type { Tensor } from '../terms/contract.ts';
import { formats } from '../terms/dtype.ts';
import type { Fixture, FixtureSet } from '../terms/fixture.ts';
import { coordinates } from '../terms/layout.ts';
import { operations, type Operation, signatures, snakeCase } from '../terms/operations.ts';
import { valuesOf } from '../terms/tensor.ts';
import { type Session, Trial } from '../trial.ts';
import { applicable } from './applicable.ts';

export interface SmokeEntry {
  /** `FX.train_forward`. */
  readonly id: string;
  readonly level: 'MUST';
  readonly says: string;
  readonly operation: Operation;
}

/** In the order of the operations; the cases themselves run in the order of the set. */
export const smokeEntries: readonly SmokeEntry[] = operations.map((operation) => ({
  id: `FX.${snakeCase(operation)}`,
  level: 'MUST',
  says: `The golden cases of ${snakeCase(operation)} are answered within the bounds of the required grade.`,
  operation,
}));

/** Judges the cases of one operation as they come by; after the first objection the rest are only called. */
export class Smoke {
  private readonly session: Session;
  /** Go on to this case, and judge no other. */
  private readonly only: string | undefined;
  private readonly found = new Map<Operation, Exploration>();

  constructor(session: Session, only?: string) {
    this.session = session;
    this.only = only;
  }

  async run({ fixtures }: FixtureSet, signal?: AbortSignal): Promise<void> {
    for (const fixture of fixtures) {
      if (signal?.aborted) return;
      await this.meet(fixture);
      if (fixture.id === this.only) return;
    }
  }

  /** What was found for an operation. */
  of(operation: Operation): Exploration {
    if (!this.session.target.operations.includes(operation)) {
      return { verdict: 'not-applicable', runs: 0, message: `${operation} not offered` };
    }
    return this.found.get(operation) ?? { verdict: 'not-applicable', runs: 0, message: 'ruled out by the claims' };
  }

  private async meet(fixture: Fixture): Promise<void> {
    const { operation, id } = fixture;
    const { target, claims } = this.session;
    if (!target.operations.includes(operation) || !applicable(fixture, claims)) return;
    const before = this.found.get(operation);
    const judged = before?.verdict !== 'fail' && (this.only === undefined || this.only === id);
    const trial = new Trial(this.session);
    try {
      await judge(trial, fixture, this.session, judged);
    } catch (error) {
      if (error instanceof NotApplicable || !judged) return;
      if (!(error instanceof Falsified)) throw error;
      const { finding, message } = error;
      this.found.set(operation, {
        verdict: 'fail',
        runs: (before?.runs ?? 0) + 1,
        message: `golden case ${id} (${fixture.note}): ${message}`,
        ...(finding && { worst: finding }),
        counterexample: { exchanges: trial.exchanges, ...(finding && { finding }) },
        path: id.slice(id.indexOf('/') + 1),
      });
      return;
    }
    if (!judged) return;
    const worst = [before?.worst, trial.worst].reduce((a, b) => (b && (!a || b.K > a.K) ? b : a), undefined);
    this.found.set(operation, { verdict: 'pass', runs: (before?.runs ?? 0) + 1, ...(worst && { worst }) });
  }
}

async function judge(trial: Trial, fixture: Fixture, session: Session, judged: boolean): Promise<void> {
  const { operation, call } = fixture;
  const result = await trial.call(operation, call);
  if (!judged) return;
  trial.judge(operation, call, result, signatures[operation].outputs, { judge: 'required' });
  const answer = result as unknown as Readonly<Record<string, Tensor | undefined>>;
  for (const [output, expected] of Object.entries(fixture.answers)) {
    const actual = answer[output];
    if (actual) holdAgainst(fixture, output, actual, expected, session);
  }
}

/**
 * Against the recorded answer itself. It also speaks of results that are no numbers, which the bounds of the text leave
 * alone; its conditions are those of grade stable, float32 sums and subnormal numbers that are kept.
 */
function holdAgainst(
  { call, unitRoundoff }: Fixture,
  output: string,
  actual: Tensor,
  { value, condition, K }: NonNullable<Fixture['answers']['y']>,
  { claims, required }: Session,
): void {
  const applies =
    required !== 'cancelling' &&
    claims.subnormals === 'kept' &&
    formats[accumulatorOf(call.x.dtype, claims)].unitRoundoff <= unitRoundoff &&
    actual.dtype === value.dtype;
  const [results, expected] = [valuesOf(actual), valuesOf(value)];
  for (const [i, hi] of expected.entries()) {
    const number = Number.isFinite(hi);
    if (condition.data[i] === Infinity || (number && !applies)) continue;
    const bound = number ? K * unitRoundoff * condition.data[i] : 0;
    const over = number && !Number.isFinite(results[i]) ? Infinity : excess(results[i], hi, 0, bound, value.dtype);
    if (over <= 1) continue;
    throw new Falsified(`${output} is not what was recorded`, {
      output,
      index: coordinates(value.shape, i),
      expected: hi,
      actual: results[i],
      error: Math.abs(results[i] - hi),
      bound,
      K: over * K,
      dtype: value.dtype,
    });
  }
}
