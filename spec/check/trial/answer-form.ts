/** The form of answers (BN-2.1 to BN-2.3, BN-13.4): shape and element type of each output. */
import { accumulatorOf } from '../../accuracy/bounds.ts';
import type { Claims, DType, Tensor } from '../../terms/contract.ts';
import { formats } from '../../terms/dtype.ts';
import type { AnyCall } from '../../terms/named-tensors.ts';
import { isElementwise, type Operation, signatures, snakeCase, type TensorName } from '../../terms/operations.ts';

/** @returns the problem with the form of an output, in words; undefined where there is none */
export function misformed(
  operation: Operation,
  name: TensorName,
  { shape, dtype }: Tensor,
  call: AnyCall,
  claims: Claims,
): string | undefined {
  const { x, axis } = call;
  const expected = isElementwise(operation, name) ? x.shape : [x.shape[axis]];
  if (shape.join() !== expected.join()) {
    return `${snakeCase(name)} expected shape [${expected.join(', ')}], got [${shape.join(', ')}]`;
  }
  const types = typesOf(operation, name, call, claims);
  return types.includes(dtype) ? undefined : `${snakeCase(name)} expected type ${types[0]}, got ${dtype}`;
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
