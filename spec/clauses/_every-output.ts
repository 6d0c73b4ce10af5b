/** Requirements of a clause on several operations at once. */
import { callOf, type Scenario } from '../cases/scenario.ts';
import { NotApplicable } from '../check/trial/clause-exceptions.ts';
import {
  type Operation,
  type OperationOf,
  operations,
  operationsOf,
  signatures,
  type TensorName,
} from '../terms/operations.ts';
import type { CompareSettings, Trial } from '../check/trial/trial.ts';

export const backwardPasses: readonly OperationOf<'backward'>[] = operationsOf('backward');

/**
 * Runs a step for each offered operation. An operation that does not support the call does not exclude the others.
 * @throws NotApplicable where no operation supports it
 */
export async function eachOffered<O extends Operation>(
  trial: Trial,
  among: readonly O[],
  step: (operation: O) => Promise<void>,
): Promise<void> {
  let left = new NotApplicable('none of these operations is offered');
  let judged = false;
  for (const operation of among) {
    if (!trial.offers(operation)) continue;
    const before = trial.exchanges.length;
    try {
      await step(operation);
      judged = true;
    } catch (error) {
      if (!(error instanceof NotApplicable)) {
        // The other operations were right: they do not belong in a counterexample.
        trial.exchanges.splice(0, before);
        throw error;
      }
      left = error;
    }
  }
  if (!judged) throw left;
}

/** Judges every output of every offered operation. */
export async function everyOutput(
  trial: Trial,
  s: Scenario,
  among: readonly Operation[] = operations,
  settings?: CompareSettings,
): Promise<void> {
  await eachOffered(trial, among, async (operation) => {
    await trial.compare(operation, callOf[operation](s), outputsOf(operation), settings);
  });
}

const outputsOf = (operation: Operation): readonly TensorName[] => signatures[operation].outputs;
