/** The reference as an implementation like any other: every output correctly rounded. */
import type { StatedClaims, Conventions, DType, Implementation, Tensor } from '../spec/terms/contract.ts';
import { dtypes } from '../spec/terms/dtype.ts';
import { type AnyCall, resultFrom } from '../spec/terms/named-tensors.ts';
import { everyFold } from '../spec/terms/fold-claims.ts';
import {
  type AnyOperation,
  type AnyTensor,
  type FurtherOperation,
  furtherSignatures,
  isFurther,
} from '../spec/terms/further-operations.ts';
import { type Calls, type Operation, type Results, signatures, type TensorName } from '../spec/terms/operations.ts';
import { defaultConventions } from '../spec/terms/profiles.ts';
import { reference } from './oracle.ts';

/** The element type each output has in the answer to a call. */
export function outputType<O extends AnyOperation>(operation: O, output: AnyTensor, given: Calls[O]): DType {
  if (isFurther(operation)) return typeOfFurther(operation, output, given);
  const call = given as AnyCall;
  const own: Operation = operation;
  const source = signatures[own].types[output as TensorName] ?? 'x';
  const { x, runningMean, runningVar } = call;
  if (source !== 'statistics') return (call[source] ?? x).dtype;
  return (runningMean ?? runningVar)?.dtype ?? (x.dtype === 'float64' ? 'float64' : 'float32');
}

/** That of the first given of the inputs that determine it. */
function typeOfFurther(operation: FurtherOperation, output: AnyTensor, call: object): DType {
  const given = call as Readonly<Record<string, Tensor | undefined>>;
  const [source] = furtherSignatures[operation].types[output].flatMap((name) => given[name] ?? []);
  return source.dtype;
}

function rounded<O extends AnyOperation>(operation: O, call: Calls[O], conventions: Conventions): Results[O] {
  const { outputs } = reference.answer(operation, call, conventions);
  const tensors = Object.entries(outputs).map(([name, exact]) => [
    name,
    exact.round(outputType(operation, name as AnyTensor, call)),
  ]);
  return resultFrom(operation, Object.fromEntries(tensors));
}

/** Its calls throw `Rejected` and name the field where an argument is wrong. */
export function referenceImplementation(conventions: Conventions = defaultConventions): Implementation {
  const claims: StatedClaims = {
    dtypes,
    parameterDtypes: dtypes,
    ranks: [2, 3, 4, 5, 6, 7, 8],
    channelAxis: 'any',
    momentumWeights: conventions.momentumWeights,
    runningVariance: conventions.runningVariance,
    affine: 'each',
    minEpsilon: 0,
    singleValue: 'defined',
    accumulate: 'float32',
    subnormals: 'kept',
    deterministic: true,
    grade: 'exact',
    tangentOfStatistics: true,
    fold: everyFold,
  };
  const answers: Required<Pick<Implementation, AnyOperation>> = {
    trainForward: (call) => rounded('trainForward', call, conventions),
    inferForward: (call) => rounded('inferForward', call, conventions),
    trainBackward: (call) => rounded('trainBackward', call, conventions),
    inferBackward: (call) => rounded('inferBackward', call, conventions),
    savedBackward: (call) => rounded('savedBackward', call, conventions),
    fold: (call) => rounded('fold', call, conventions),
    doubleBackward: (call) => rounded('doubleBackward', call, conventions),
    trainTangent: (call) => rounded('trainTangent', call, conventions),
    inferTangent: (call) => rounded('inferTangent', call, conventions),
  };
  return {
    name: 'reference',
    claims,
    ...answers,
  };
}

const implementation: Implementation = referenceImplementation();
export default implementation;
