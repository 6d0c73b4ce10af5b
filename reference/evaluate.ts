/** Everything the reference knows about one call: for `bnspec eval`, and to explain why a value is right. */
import type { Calls } from '../spec/terms/operations.ts';
import type { Conventions, DType, Tensor } from '../spec/terms/contract.ts';
import type { AnyOperation, AnyTensor } from '../spec/terms/further-operations.ts';
import { certify, type Certificate } from './exact/round.ts';
import { outputType } from './implementation.ts';
import { certifiedAnswer, type CertifiedTensor, type CertifiedTruth } from './oracle.ts';

export interface EvaluatedOutput {
  readonly name: AnyTensor;
  /** Correctly rounded to the element type that the contract gives this output. */
  readonly rounded: Tensor;
  /** The exact value is hi + lo to about 100 bits. */
  readonly hi: Float64Array;
  readonly lo: Float64Array;
  /**
   * Explains why the value at a flat index rounds as it does; undefined where it is NaN or infinite.
   * @param dtype - default: the element type of the output
   */
  certificate(index: number, dtype?: DType): Certificate | undefined;
}

export interface Evaluation {
  /** In the order of the operation's signature. */
  readonly outputs: readonly EvaluatedOutput[];
  readonly truth: CertifiedTruth;
}

/** @throws Rejected, naming the field of the call that is wrong */
export function evaluate<O extends AnyOperation>(operation: O, call: Calls[O], conventions: Conventions): Evaluation {
  const truth = certifiedAnswer(operation, call, conventions);
  const outputs = (Object.entries(truth.outputs) as [AnyTensor, CertifiedTensor][]).map(([name, exact]) =>
    evaluated(name, exact, outputType(operation, name, call)),
  );
  return { outputs, truth };
}

function evaluated(name: AnyTensor, exact: CertifiedTensor, dtype: DType): EvaluatedOutput {
  return {
    name,
    rounded: exact.round(dtype),
    hi: exact.hi,
    lo: exact.lo,
    certificate(index, asked = dtype) {
      const value = exact.exact(index);
      return typeof value === 'number' ? undefined : certify(asked, value);
    },
  };
}
