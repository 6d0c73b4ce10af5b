/** The form of answers (BN-2.1 to BN-2.3, BN-13.4): shape and element type of each output. */
import { accumulatorOf } from '../../accuracy/bounds.ts';
import type { Claims, DType, Tensor } from '../../terms/contract.ts';
import { formats } from '../../terms/dtype.ts';
import type { AnyCall } from '../../terms/named-tensors.ts';
import {
  type AnyOperation,
  type AnyTensor,
  type FurtherOperation,
  furtherSignatures,
  isFurther,
} from '../../terms/further-operations.ts';
import { outputShapes } from '../../terms/further-shapes.ts';
import {
  type Calls,
  isElementwise,
  type Operation,
  signatures,
  snakeCase,
  type TensorName,
} from '../../terms/operations.ts';

/** @returns the problem with the form of an output, in words; undefined where there is none */
export function misformed<O extends AnyOperation>(
  operation: O,
  name: AnyTensor,
  { shape, dtype }: Tensor,
  call: Calls[O],
  claims: Claims,
): string | undefined {
  const expected = shapeOf(operation, name, call);
  if (shape.join() !== expected.join()) {
    return `${snakeCase(name)} expected shape [${expected.join(', ')}], got [${shape.join(', ')}]`;
  }
  const types = isFurther(operation)
    ? [typeOf(operation, name, call as Calls[FurtherOperation])]
    : typesOf(operation, name as TensorName, call as AnyCall, claims);
  return types.includes(dtype) ? undefined : `${snakeCase(name)} expected type ${types[0]}, got ${dtype}`;
}

function shapeOf<O extends AnyOperation>(operation: O, name: AnyTensor, call: Calls[O]): readonly number[] {
  if (isFurther(operation)) return outputShapes[operation](name, call as never);
  const { x, axis } = call as AnyCall;
  return isElementwise(operation, name as TensorName) ? x.shape : [x.shape[axis]];
}

/** The type of the first given of the inputs that determine it. */
function typeOf(operation: FurtherOperation, name: AnyTensor, call: Calls[FurtherOperation]): DType {
  const given = call as unknown as Readonly<Record<string, Tensor | undefined>>;
  const { types } = furtherSignatures[operation];
  return types[name].flatMap((source) => given[source] ?? [])[0].dtype;
}

function typesOf(operation: Operation, name: TensorName, given: AnyCall, claims: Claims): readonly DType[] {
  const type = given.x.dtype;
  const source = signatures[operation].types[name];
  if (source === 'x') return [type];
  if (source === 'gamma') {
    // Without gamma the type is open: x's type, or that of the other vectors of the call, as automatic differentiation
    // has it.
    const { gamma, beta, mean } = given;
    return gamma ? [gamma.dtype] : [type, ...[beta, mean].flatMap((vector) => (vector ? [vector.dtype] : []))];
  }
  const own = given[name]?.dtype ?? (given.runningMean ?? given.runningVar)?.dtype;
  if (own !== undefined) return [own];
  // Frameworks keep statistics in float32 where they compute in less.
  const narrow = formats[claims.accumulate].precision < formats.float32.precision;
  return [claims.accumulate, accumulatorOf(type, claims), ...(narrow ? (['float32'] as const) : [])];
}
