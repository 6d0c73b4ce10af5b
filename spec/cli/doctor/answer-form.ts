/** One call, and whether its answer has the right form. Whether the numbers are right is not checked. */
import { Falsified, NotApplicable } from '../../check/trial/clause-exceptions.ts';
import type { AnyOperation } from '../../terms/further-operations.ts';
import type { Calls } from '../../terms/operations.ts';
import { type Tensor } from '../../terms/contract.ts';
import { Observations } from '../../check/trial/observations.ts';
import { Trial } from '../../check/trial/trial.ts';
import type { Target } from '../../wire/target.ts';
import { type Finding, type Surroundings, wrong } from './finding.ts';
import type { Patient } from './patient.ts';
import { remedyFor } from './remedy.ts';

export type Outputs = Readonly<Record<string, Tensor | undefined>>;

/** @returns the outputs, or a description of the problem */
export async function answerTo<O extends AnyOperation>(
  patient: Patient,
  { claims, reference }: Surroundings,
  operation: O,
  call: Calls[O],
): Promise<{ readonly outputs: Outputs } | { readonly finding: Finding }> {
  const target: Target = {
    ...patient.hello,
    call: (op, given) => patient.call(op, given),
    close: async () => undefined,
  };
  const observations = new Observations();
  const trial = new Trial({ target, reference, claims, required: 'cancelling', observations });
  try {
    return { outputs: (await trial.call(operation, call)) as unknown as Outputs };
  } catch (error) {
    if (!(error instanceof Falsified || error instanceof NotApplicable)) throw error;
    return { finding: wrong(error.message, remedyFor(error.message)) };
  }
}
