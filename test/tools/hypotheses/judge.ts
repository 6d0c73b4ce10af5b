/**
 * The verdict on a diagnosis: its hypothesis against that of the mistake which is really there, on fresh calls. No one
 * reads its sentence.
 */
import { callOfDraft } from '../../../spec/diagnosis/hypothesis/draft.ts';
import type { Affected, Hypothesis, What } from '../../../spec/diagnosis/hypothesis/hypothesis.ts';
import { traitsOf } from '../../../spec/diagnosis/hypothesis/traits.ts';
import { type Answer, type Expectation, expectationsOf, sameResult } from '../../../spec/diagnosis/probe-answers.ts';
import type { Probe } from '../../../spec/diagnosis/probes.ts';
import { wrongOutputs } from '../../../spec/diagnosis/experiment/wrong-outputs.ts';
import type { Claims, Grade } from '../../../spec/terms/contract.ts';
import { operations } from '../../../spec/terms/operations.ts';
import type { Reference } from '../../../spec/terms/truth.ts';
import { type Examples, freshCalls } from './fresh-calls.ts';

/**
 * right: the place, the condition, and the formula where the truth has one. in part: all that is said holds, and
 * something is missing. wrong: something that is said does not hold. none: nothing is said.
 */
export type Verdict = 'right' | 'in part' | 'wrong' | 'none';

/** Calls in which a statement held, of those that can show it. */
export interface Count {
  readonly held: number;
  readonly of: number;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Calls in which exactly what is said to be wrong is wrong. */
  readonly exact: Count;
  /** Calls in which nothing is said to be wrong that is right. */
  readonly sound: Count;
  /** Outputs said to be wrong, and wrong, whose wrong values are those that are said. */
  readonly formula: Count;
}

export interface Truth extends Hypothesis {
  /** Drafts that meet the condition; needed where it is met by chance less often than once in a hundred calls. */
  readonly examples?: Examples;
}

export interface JudgeOptions {
  readonly claims: Claims;
  readonly reference: Reference;
  /** By which an answer counts as wrong. Default: stable. */
  readonly grade?: Exclude<Grade, 'wrong'>;
  readonly seed?: number;
  /** Calls of each operation, in each half. */
  readonly count?: number;
}

/** Shares of the calls on which a right diagnosis holds, and one that is right in part. */
const rightShare = 0.95;
const partShare = 0.9;

export async function judgeDiagnosis(
  truth: Truth,
  said: Hypothesis | undefined,
  { claims, reference, grade = 'stable', seed = 1, count = 20 }: JudgeOptions,
): Promise<Judgement> {
  const none = { held: 0, of: 0 };
  if (said === undefined) return { verdict: 'none', exact: none, sound: none, formula: none };
  const [exact, sound, formula] = [new Tally(), new Tally(), new Tally()];
  for (const operation of operations) {
    const inTruth = truth.operations.includes(operation);
    if (!inTruth && !said.operations.includes(operation)) continue;
    const { met, missed } = freshCalls(operation, inTruth ? truth : said, claims, {
      seed,
      count,
      examples: truth.examples?.[operation] ?? [],
    });
    for (const draft of [...met, ...missed]) {
      const probe = { operation, call: callOfDraft(draft, claims) } as Probe;
      const call = await comparisonOf(truth, said, probe, { claims, reference, grade });
      if (call === undefined) continue;
      exact.count(call.said.length === call.wrong.length && call.said.every((output) => call.wrong.includes(output)));
      sound.count(call.said.every((output) => call.wrong.includes(output)));
      for (const agrees of call.formula) formula.count(agrees);
    }
  }
  if (exact.result.of === 0) throw new RangeError('no fresh call shows the mistake: "examples" expected calls that do');
  const kinds = kindsAgree(truth.what, said.what);
  const verdict = verdictOf({ exact, sound, formula }, kinds);
  return { verdict, exact: exact.result, sound: sound.result, formula: formula.result };
}

class Tally {
  private held = 0;
  private of = 0;

  count(holds: boolean): void {
    this.of += 1;
    if (holds) this.held += 1;
  }

  share(otherwise: number): number {
    return this.of === 0 ? otherwise : this.held / this.of;
  }

  get result(): Count {
    return { held: this.held, of: this.of };
  }
}

/** `missing`: less is said than there is. */
type Kinds = 'same' | 'missing' | 'refuted';

const hasFormula = ({ kind }: What): boolean => kind === 'id' || kind === 'expression';

function kindsAgree(truth: What, said: What): Kinds {
  if (hasFormula(truth) && hasFormula(said)) return 'same';
  if (truth.kind === said.kind) return 'same';
  return said.kind === 'none' ? 'missing' : 'refuted';
}

function verdictOf({ exact, sound, formula }: Record<'exact' | 'sound' | 'formula', Tally>, kinds: Kinds): Verdict {
  if (kinds === 'refuted' || sound.share(0) < partShare || formula.share(1) < partShare) return 'wrong';
  return kinds === 'same' && exact.share(0) >= rightShare && formula.share(1) >= rightShare ? 'right' : 'in part';
}

interface Comparison {
  readonly wrong: readonly Affected[];
  readonly said: readonly Affected[];
  readonly formula: readonly boolean[];
}

/** @returns undefined for a call that tells nothing: it has no right answer, or its wrong one is as good as right */
async function comparisonOf(
  truth: Truth,
  said: Hypothesis,
  probe: Probe,
  { claims, reference, grade }: Required<Pick<JudgeOptions, 'claims' | 'reference' | 'grade'>>,
): Promise<Comparison | undefined> {
  const [expected] = expectationsOf([probe], reference, claims);
  if (expected === undefined) return undefined;
  const [theirs, ours] = [await answerOf(truth, probe), await answerOf(said, probe)];
  const isSaid = said.operations.includes(probe.operation) && said.when(traitsOf(probe.operation, probe.call));
  const isTrue = truth.operations.includes(probe.operation) && truth.when(traitsOf(probe.operation, probe.call));
  const visible = theirs && wrongOutputs(theirs, probe, expected.truth, { claims, grade });
  const wrong = isTrue
    ? truth.outputs.filter((output) => offers(expected, output) && (visible?.includes(output) ?? true))
    : [];
  if (isTrue && wrong.length === 0) return undefined;
  // An output whose mistake cannot be seen in this call is neither asked for nor held against a diagnosis.
  const hidden = isTrue ? truth.outputs.filter((output) => !wrong.includes(output)) : [];
  const own = ours && wrongOutputs(ours, probe, expected.truth, { claims, grade });
  // Nor what, by its own formula, is said to be right here.
  const isMeant = (output: Affected): boolean =>
    offers(expected, output) && !hidden.includes(output) && (wrong.includes(output) || (own?.includes(output) ?? true));
  const meant = isSaid ? said.outputs.filter(isMeant) : [];
  // Without wrong values to compare with, which of the outputs a call shows to be wrong is open: one is enough.
  if (theirs === undefined && meant.some((output) => wrong.includes(output)))
    return { wrong: meant, said: meant, formula: [] };
  const shared = meant.filter((output) => wrong.includes(output));
  const formula = theirs && ours ? shared.map((output) => sameResult(theirs, ours, probe, expected, output)) : [];
  return { wrong, said: meant, formula };
}

/** Whether an answer to the call has this output at all, and it is judged. */
const offers = ({ truth }: Expectation, output: Affected): boolean =>
  output === 'status' || output === 'purity' || truth.outputs[output] !== undefined;

async function answerOf({ what }: Hypothesis, { operation, call }: Probe): Promise<Answer | undefined> {
  if (what.kind !== 'id' && what.kind !== 'expression') return undefined;
  const result = await what.answer(operation, call);
  return result && ({ status: 'ok', result, mutated: [], aliased: [] } as unknown as Answer);
}
