/** The reference as an ordinary implementation: every output correctly rounded. */
import type {
  BackwardResult,
  Claims,
  Conventions,
  DType,
  Implementation,
  InferBackward,
  InferForward,
  InferForwardResult,
  SavedBackward,
  Tensor,
  TrainBackward,
  TrainForward,
  TrainForwardResult,
} from '../spec/terms/contract.ts';
import { dtypes } from '../spec/terms/dtype.ts';
import type { Calls, Operation, TensorName } from '../spec/terms/operations.ts';
import { reference } from './oracle.ts';

/** The element type of each output in the answer to a call. */
export function outputType(output: TensorName, call: Calls[Operation]): DType {
  const { x, gamma, runningMean, runningVar } = call as Partial<Record<TensorName, Tensor>> & { x: Tensor };
  switch (output) {
    case 'dgamma':
    case 'dbeta':
      return (gamma ?? x).dtype;
    case 'runningMean':
      return (runningMean ?? x).dtype;
    case 'runningVar':
      return (runningVar ?? x).dtype;
    case 'mean':
    case 'variance':
    case 'invStd':
      return (runningMean ?? runningVar)?.dtype ?? (x.dtype === 'float64' ? 'float64' : 'float32');
    default:
      return x.dtype;
  }
}

type Rounded = Partial<Record<TensorName, Tensor>>;

function rounded<O extends Operation>(operation: O, call: Calls[O], conventions: Conventions): Rounded {
  const { outputs } = reference.answer(operation, call, conventions);
  const result: Rounded = {};
  for (const [name, exact] of Object.entries(outputs)) {
    result[name as TensorName] = exact.round(outputType(name as TensorName, call));
  }
  return result;
}

/** The defaults of the `pytorch` profile. */
export const defaultConventions: Conventions = { momentumWeights: 'new', runningVariance: 'unbiased' };

/** Its calls throw `Rejected` and name the field where an argument is wrong. */
export function referenceImplementation(conventions: Conventions = defaultConventions): Implementation {
  const claims: Claims = {
    dtypes,
    parameterDtypes: dtypes,
    ranks: [2, 3, 4, 5, 6, 7, 8],
    channelAxis: 'any',
    momentumWeights: conventions.momentumWeights,
    runningVariance: conventions.runningVariance,
    affine: 'optional',
    minEpsilon: 0,
    singleValue: 'defined',
    accumulate: 'float32',
    subnormals: 'kept',
    deterministic: true,
    grade: 'exact',
  };
  return {
    name: 'reference',
    claims,
    trainForward: (call: TrainForward) => rounded('trainForward', call, conventions) as unknown as TrainForwardResult,
    inferForward: (call: InferForward) => rounded('inferForward', call, conventions) as unknown as InferForwardResult,
    trainBackward: (call: TrainBackward) => rounded('trainBackward', call, conventions) as unknown as BackwardResult,
    inferBackward: (call: InferBackward) => rounded('inferBackward', call, conventions) as unknown as BackwardResult,
    savedBackward: (call: SavedBackward) => rounded('savedBackward', call, conventions) as unknown as BackwardResult,
  };
}

const implementation: Implementation = referenceImplementation();
export default implementation;
