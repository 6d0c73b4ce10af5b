/** Whether every choice of arguments that the claims allow is answered, and which claim rules out those that are not. */
import { mayLeaveOutAffine } from '../../cases/claimed-scenarios.ts';
import { parameters, running, withoutSome } from '../../cases/sequences.ts';
import type { Claims } from '../../terms/contract.ts';
import { type Operation, signatures, snakeCase, type TensorName } from '../../terms/operations.ts';
import { callFor } from './calls.ts';
import { type Finding, fine, type Item, note, wrong } from './finding.ts';
import type { Patient } from './patient.ts';

interface Choice {
  readonly leftOut: readonly TensorName[];
  /** The claim under which nobody leaves out these arguments. */
  readonly claim: Partial<Claims>;
}

function choicesOf(operation: Operation, claims: Claims): Choice[] {
  const taken = (names: readonly TensorName[]): TensorName[] =>
    names.filter((name) => signatures[operation].inputs.includes(name));
  const alone = (names: readonly TensorName[], claim: Partial<Claims>): Choice[] =>
    taken(names).length === names.length ? names.map((name) => ({ leftOut: [name], claim })) : [];
  const affine = taken(parameters);
  return [
    ...(mayLeaveOutAffine(claims) && affine.length > 0
      ? [{ leftOut: affine, claim: { affine: 'required' } } as const]
      : []),
    ...(claims.affine === 'each' ? alone(parameters, { affine: 'together' }) : []),
    ...(claims.statistics === 'each' ? alone(running, { statistics: 'together' }) : []),
  ];
}

export const choices: Item = {
  id: 'choices',
  async examine(patient, { claims }) {
    for (const operation of patient.hello.operations) {
      for (const choice of choicesOf(operation, claims)) {
        const found = await unanswered(patient, claims, operation, choice);
        if (found) return found;
      }
    }
    return fine('what may be left out, as claimed, may be left out');
  },
};

async function unanswered(
  patient: Patient,
  claims: Claims,
  operation: Operation,
  { leftOut, claim }: Choice,
): Promise<Finding | undefined> {
  const outcome = await patient.call(operation, withoutSome(callFor(operation, claims), leftOut));
  if (outcome.status === 'ok') return undefined;
  // A check excuses these: what is not supported, and one running statistic alone, which many libraries do not take.
  const finding = outcome.status === 'unsupported' || claim.statistics ? note : wrong;
  const what = `${snakeCase(operation)} without ${leftOut.map(snakeCase).join(' and ')}`;
  return finding(
    `${what} ended with ${outcome.status}: ${outcome.message}`,
    `answer it, or claim ${JSON.stringify(claim)}`,
  );
}
