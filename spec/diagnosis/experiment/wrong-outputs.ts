/** Which outputs of an answer are wrong, by the grade that is required. */
import { allowedErrors } from '../../accuracy/allowed.ts';
import { excess } from '../../accuracy/judge-element.ts';
import { misformed } from '../../check/trial/answer-form.ts';
import type { Claims, Grade } from '../../terms/contract.ts';
import type { NamedTensors } from '../../terms/named-tensors.ts';
import { signatures } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import { rightAnswer } from '../../check/trial/right-answer.ts';
import type { Session } from '../../check/trial/session.ts';
import type { Truth } from '../../terms/truth.ts';
import type { Affected } from '../hypothesis/hypothesis.ts';
import type { Answer } from '../probe-answers.ts';
import type { Probe } from '../probes.ts';

export interface Judging {
  readonly claims: Claims;
  readonly grade: Exclude<Grade, 'wrong'>;
}

/** @param margin - errors above so many bounds are wrong */
export function wrongOutputs(
  answer: Answer,
  { operation, call }: Probe,
  truth: Truth,
  judging: Judging,
  margin = 1,
): Affected[] {
  if (answer.status !== 'ok') return ['status'];
  const { claims } = judging;
  const allowed = allowedErrors(operation, call, truth, { ...judging, growth: 'any-order' });
  const given = answer.result as NamedTensors;
  const wrong = signatures[operation].outputs.filter((name) => {
    const [actual, exact] = [given[name], truth.outputs[name]];
    if (actual === undefined || exact === undefined) return false;
    if (misformed(operation, name, actual, call, claims) !== undefined) return true;
    const bounds = allowed(name, actual.dtype);
    return valuesOf(actual).some(
      (value, i) => excess(value, exact.hi[i], exact.lo[i], bounds[i], actual.dtype) > margin,
    );
  });
  return answer.mutated.length + answer.aliased.length > 0 ? [...wrong, 'purity'] : wrong;
}

/** The same of a call whose right answer is asked for. @returns undefined where it has none */
export function wrongIn(
  { reference, claims, required: grade }: Pick<Session, 'reference' | 'claims' | 'required'>,
  probe: Probe,
  answer: Answer,
): readonly Affected[] | undefined {
  const truth = rightAnswer(reference, probe.operation, probe.call, claims);
  return truth && wrongOutputs(answer, probe, truth, { claims, grade });
}
