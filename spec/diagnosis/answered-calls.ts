/** Calls with their answers and the right answers: the input of the decoders. */
import { misformed } from '../check/trial/answer-form.ts';
import type { Claims } from '../terms/contract.ts';
import type { Layout } from '../terms/layout.ts';
import type { NamedTensors } from '../terms/named-tensors.ts';
import type { Calls, Operation, TensorName } from '../terms/operations.ts';
import type { Truth } from '../terms/truth.ts';
import { type Answer, type Expectation, storedBounds } from './probe-answers.ts';
import type { Probe } from './probes.ts';

type Outputs = NamedTensors;

export interface SeenCall<O extends Operation> {
  readonly operation: O;
  readonly call: Calls[O];
  readonly outputs: Outputs;
  readonly truth: Truth;
  /** Including the rounding to the type of the answer. */
  readonly bounds: Expectation['bounds'];
  readonly layout: Layout;
}

export type Seen = { [O in Operation]: SeenCall<O> }[Operation];

/** Edge cases are left out: a formula can only be read where it has one value. */
export function seenOf(
  probes: readonly Probe[],
  answers: readonly Answer[],
  expectations: readonly (Expectation | undefined)[],
  claims: Claims,
): Seen[] {
  return probes.flatMap(({ operation, call }, i) => {
    const [answer, expected] = [answers[i], expectations[i]];
    if (answer.status !== 'ok' || expected === undefined || expected.edge !== undefined) return [];
    const { truth, layout } = expected;
    // No formula can be read from an output of the wrong shape or type.
    const outputs = Object.fromEntries(
      Object.entries(answer.result as Outputs).filter(
        ([name, given]) =>
          truth.outputs[name as TensorName] !== undefined &&
          misformed(operation, name as TensorName, given, call, claims) === undefined,
      ),
    );
    const bounds = Object.fromEntries(
      Object.entries(outputs).map(([name, given]) => [
        name,
        storedBounds(name as TensorName, given, expected, call, claims),
      ]),
    );
    return [{ operation, call, outputs, truth, bounds, layout } as Seen];
  });
}

export const seenIn = <O extends Operation>(seen: readonly Seen[], operation: O): SeenCall<O>[] =>
  seen.filter((each) => each.operation === operation) as unknown as SeenCall<O>[];
