/** Answered calls beside their right answers: what decoders read. */
import type { Tensor } from '../terms/contract.ts';
import type { Layout } from '../terms/layout.ts';
import type { Calls, Operation, TensorName } from '../terms/operations.ts';
import type { Truth } from '../terms/truth.ts';
import type { Answer, Expectation } from './answers.ts';
import type { Probe } from './probes.ts';

export interface SeenCall<O extends Operation> {
  readonly operation: O;
  readonly call: Calls[O];
  readonly outputs: Readonly<Partial<Record<TensorName, Tensor>>>;
  readonly truth: Truth;
  readonly bounds: Expectation['bounds'];
  readonly layout: Layout;
}

export type Seen = { [O in Operation]: SeenCall<O> }[Operation];

/** Edges are left out: a formula is read where it has one value. */
export function seenOf(
  probes: readonly Probe[],
  answers: readonly Answer[],
  expectations: readonly (Expectation | undefined)[],
): Seen[] {
  return probes.flatMap(({ operation, call }, i) => {
    const [answer, expected] = [answers[i], expectations[i]];
    if (answer.status !== 'ok' || expected === undefined || expected.edge === true) return [];
    const { truth, bounds, layout } = expected;
    return [{ operation, call, outputs: answer.result, truth, bounds, layout } as Seen];
  });
}

export const seenIn = <O extends Operation>(seen: readonly Seen[], operation: O): SeenCall<O>[] =>
  seen.filter((each) => each.operation === operation) as unknown as SeenCall<O>[];
