/** `import { answer } from 'bnspec/reference'`: the correct answer to any call. */
import { evaluate } from '../../reference/evaluate.ts';
import { type Condition, conditionsOf } from '../accuracy/condition.ts';
import type { AnyOperation, AnyTensor } from '../terms/further-operations.ts';
import type { Calls } from '../terms/operations.ts';
import type { Conventions, Tensor } from '../terms/contract.ts';
import type { RoundingCertificate } from '../terms/evaluation.ts';
import { defaultConventions } from '../terms/profiles.ts';

export type { AnyOperation, AnyTensor } from '../terms/further-operations.ts';
export type { Calls, Operation, TensorName } from '../terms/operations.ts';
export type { BoundaryComparison, RoundingCertificate } from '../terms/evaluation.ts';
export type * from '../terms/contract.ts';

/** One output of the correct answer. */
export interface Answer {
  /** Correctly rounded to the element type that the contract gives this output; ties to even, decided exactly. */
  readonly value: Tensor;
  /** The exact value is hi + lo to about 100 bits, by flat index. */
  readonly hi: Float64Array;
  readonly lo: Float64Array;
  /** A result is within the bound of grade stable where |result - exact| ≤ K·u·condition, by flat index (BN-12). */
  readonly K: number;
  /** Unit roundoff of the type in which sums are assumed to be accumulated. */
  readonly u: number;
  readonly condition: Float64Array;
  /** The proof of a rounding: the boundaries on both sides. Undefined where the value is NaN or infinite. */
  certificate(index: number): RoundingCertificate | undefined;
}

/**
 * @param operation - such as `trainForward`
 * @param call - as an implementation receives it
 * @param conventions - momentum and variance of running statistics. Default: those of PyTorch
 * @returns every output that the call defines
 * @throws Rejected, naming the field of the call that is wrong
 */
export function answer<O extends AnyOperation>(
  operation: O,
  call: Calls[O],
  conventions: Conventions = defaultConventions,
): Readonly<Partial<Record<AnyTensor, Answer>>> {
  const { outputs, truth } = evaluate(operation, call, conventions);
  const conditions = conditionsOf(operation, call, truth, conventions);
  return Object.fromEntries(
    outputs.map((output): [AnyTensor, Answer] => {
      const { K, u, condition } = conditions[output.name] as Condition;
      const { rounded: value, hi, lo } = output;
      return [output.name, { value, hi, lo, K, u, condition, certificate: (index) => output.certificate(index) }];
    }),
  );
}
