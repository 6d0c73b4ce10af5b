/** Explains wrong results: by a known mistake, or by one wrong step, matched against the wrong calls alone. */
import type { Claims } from '../../terms/contract.ts';
import type { Mutant } from '../../terms/mutant.ts';
import { type NamedTensors, resultFrom } from '../../terms/named-tensors.ts';
import { signatures, type TensorName } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import { targetOf } from '../../wire/in-process.ts';
import type { What, WrongAnswer } from '../hypothesis/hypothesis.ts';
import { type Answer, expectationOfTruth, sameResult } from '../probe-answers.ts';
import { capital } from '../words.ts';
import type { Trial } from './laboratory.ts';
import { wrongOutputs } from './wrong-outputs.ts';
import { answerWith, wrongSteps } from './wrong-steps.ts';

export interface Explanation {
  readonly id: string;
  readonly says: string;
  readonly what: What;
  /** A clause of a sentence. */
  readonly evidence: string;
}

/** Calls that an explanation must account for, the smallest first. */
const mostCalls = 10;
const fewestCalls = 3;

export async function explain(
  wrong: readonly Trial[],
  claims: Claims,
  bank: readonly Mutant[],
): Promise<Explanation[]> {
  const trials = telling(wrong);
  if (trials.length < fewestCalls) return [];
  const evidence = `the answers to ${trials.length} wrong calls of different sizes are those of this mistake, within rounding`;
  const found: Explanation[] = [];
  for (const mutant of bank) {
    const { id, says } = mutant;
    const answer = answersOf(mutant);
    if (await accountsFor(answer, trials, claims)) found.push({ id, says, what: { kind: 'id', id, answer }, evidence });
  }
  for (const step of wrongSteps) {
    const { says, row = 'formula' } = step;
    const answer: WrongAnswer = (operation, call) => answerWith(step, operation, call, claims);
    if (await accountsFor(answer, trials, claims))
      found.push({
        id: row,
        says: `${capital(says)}.`,
        what: { kind: 'expression', says, answer },
        evidence,
      });
  }
  return found;
}

/** The answers of a known mistake. */
export function answersOf({ implementation }: Mutant): WrongAnswer {
  const target = targetOf(implementation);
  return async (operation, call) => {
    const outcome = await target.call(operation, call);
    return outcome.status === 'ok' ? outcome.result : undefined;
  };
}

/** Some of the calls with an answer: the smallest, and calls of other sizes. */
function telling(wrong: readonly Trial[]): Trial[] {
  const answered = wrong
    .filter(({ answer, wrong: outputs }) => answer.status === 'ok' && outputs.some((output) => output !== 'purity'))
    .toSorted((a, b) => a.traits.size - b.traits.size);
  const step = Math.max(1, answered.length / mostCalls);
  return [...new Set(Array.from({ length: mostCalls }, (_, i) => answered[Math.floor(i * step)]))].filter(Boolean);
}

/** Whether the answers to these wrong calls are those of an explanation. */
export async function accountsFor(answer: WrongAnswer, trials: readonly Trial[], claims: Claims): Promise<boolean> {
  for (const trial of trials) {
    const { operation, call } = trial.probe;
    const result = await answer(operation, call);
    if (result === undefined || !matches(trial, result, claims)) return false;
  }
  return true;
}

/** Every wrong output is the same, within rounding, and much closer than the right one. */
function matches(trial: Trial, result: NamedTensors, claims: Claims): boolean {
  const { probe, truth, answer, wrong } = trial;
  const others = signatures[probe.operation].outputs.filter((output) => !wrong.includes(output));
  if (others.some((output) => isWrongIn(result, output, trial, claims))) return false;
  const expected = expectationOfTruth(probe, truth, claims);
  const other: Answer = { status: 'ok', result: resultFrom(probe.operation, result), mutated: [], aliased: [] };
  return wrong.every(
    (output) =>
      output === 'purity' ||
      (output !== 'status' &&
        sameResult(answer, other, probe, expected, output) &&
        isCloser((answer as { result: NamedTensors }).result, result, truth.outputs[output]?.hi, output)),
  );
}

/** Whether an explanation makes wrong, clearly, what is right. */
function isWrongIn(result: NamedTensors, output: TensorName, { probe, truth }: Trial, claims: Claims): boolean {
  const answer = { status: 'ok', result: { [output]: result[output] }, mutated: [], aliased: [] } as unknown as Answer;
  return wrongOutputs(answer, probe, truth, { claims, grade: 'stable' }, clearly).length > 0;
}

/** In bounds: what an explanation makes only just wrong may be right with other roundings. */
export const clearly = 4;

/** Share of the largest error that an explanation may leave. */
const left = 0.25;

function isCloser(
  mine: NamedTensors,
  theirs: NamedTensors,
  exact: Float64Array | undefined,
  output: TensorName,
): boolean {
  const [a, b] = [mine[output], theirs[output]].map((t) => t && valuesOf(t));
  if (a === undefined || b === undefined || exact === undefined) return true;
  let [worst, at] = [0, -1];
  for (const [i, value] of a.entries()) {
    const error = Math.abs(value - exact[i]);
    if (error > worst) [worst, at] = [error, i];
  }
  return at < 0 || worst === Infinity || Math.abs(a[at] - b[at]) <= left * worst;
}
