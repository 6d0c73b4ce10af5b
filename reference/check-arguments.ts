/** The border of the reference: a call is checked once, here, and everything inside relies on it. */
import type { Tensor } from '../spec/terms/contract.ts';
import { dtypes } from '../spec/terms/dtype.ts';
import { Rejected } from '../spec/terms/refusals.ts';
import type { NamedTensors } from '../spec/terms/named-tensors.ts';
import { type FurtherCalls, type FurtherOperation, furtherSignatures } from '../spec/terms/further-operations.ts';
import { isElementwise, operations, signatures, type Calls, type Operation } from '../spec/terms/operations.ts';
import { sizeOf } from '../spec/terms/tensor.ts';

const largestRank = 8;

/**
 * @throws Rejected, naming the field: shapes that do not match, an unknown element type, an axis out of range, an epsilon
 * that is negative or not finite
 */
export function check<O extends Operation>(operation: O, call: Calls[O]): void {
  if (!operations.includes(operation)) fail('operation', `one of ${operations.join(', ')}`, show(operation));
  const signature = signatures[operation];
  const tensors: NamedTensors = call;
  const scalars = call as { epsilon?: unknown; momentum?: unknown; axis?: unknown };

  for (const name of signature.inputs) {
    const given = tensors[name];
    if (given !== undefined) checkTensor(name, given);
    else if (signature.required.includes(name)) fail(name, 'a tensor', 'nothing');
  }
  const { shape } = tensors.x as Tensor;
  if (shape.length < 2 || shape.length > largestRank) {
    fail('x.shape', `2 to ${largestRank} sizes`, show(shape));
  }
  const { axis, epsilon, momentum } = scalars;
  if (!Number.isInteger(axis) || (axis as number) < 0 || (axis as number) >= shape.length) {
    fail('axis', `an integer from 0 to ${shape.length - 1}`, show(axis));
  }
  const perChannel = [shape[axis as number]];
  for (const name of signature.inputs) {
    const expected = isElementwise(operation, name) ? shape : perChannel;
    const actual = tensors[name]?.shape;
    if (actual && actual.join() !== expected.join()) {
      const why = isElementwise(operation, name) ? 'the shape of x' : 'one value per channel';
      fail(`${name}.shape`, `${show(expected)}, ${why}`, show(actual));
    }
  }
  if (signature.scalars.includes('epsilon') && !(Number.isFinite(epsilon) && (epsilon as number) >= 0)) {
    fail('epsilon', 'a finite number >= 0', show(epsilon));
  }
  if (signature.scalars.includes('momentum') && !Number.isFinite(momentum)) {
    fail('momentum', 'a finite number', show(momentum));
  }
}

/** The checks that any operation has: which tensors are given, that they are tensors, and epsilon. */
export function checkFurther<O extends FurtherOperation>(operation: O, call: FurtherCalls[O]): void {
  const { inputs, required, scalars } = furtherSignatures[operation];
  const given = call as unknown as Readonly<Record<string, Tensor | undefined>>;
  for (const name of inputs) {
    const tensor = given[name];
    if (tensor !== undefined) checkTensor(name, tensor);
    else if (required.includes(name)) fail(name, 'a tensor', 'nothing');
  }
  const { epsilon } = call as { epsilon?: unknown };
  if (scalars.includes('epsilon') && !(Number.isFinite(epsilon) && (epsilon as number) >= 0)) {
    fail('epsilon', 'a finite number >= 0', show(epsilon));
  }
}

/** Shapes beside that of x: the same, or one value per channel. */
export function checkShapes(
  { shape }: Tensor,
  axis: number,
  { whole, perChannel }: Readonly<Record<'whole' | 'perChannel', Readonly<Record<string, Tensor | undefined>>>>,
): void {
  if (shape.length < 2 || shape.length > largestRank) fail('x.shape', `2 to ${largestRank} sizes`, show(shape));
  if (!Number.isInteger(axis) || axis < 0 || axis >= shape.length) {
    fail('axis', `an integer from 0 to ${shape.length - 1}`, show(axis));
  }
  const checkAll = (
    all: Readonly<Record<string, Tensor | undefined>>,
    expected: readonly number[],
    why: string,
  ): void => {
    for (const [name, given] of Object.entries(all)) {
      if (given && given.shape.join() !== expected.join()) {
        fail(`${name}.shape`, `${show(expected)}, ${why}`, show(given.shape));
      }
    }
  };
  checkAll(whole, shape, 'the shape of x');
  checkAll(perChannel, [shape[axis]], 'one value per channel');
}

const arrays = {
  float16: Uint16Array,
  bfloat16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

function checkTensor(name: string, { dtype, shape, data }: Tensor): void {
  if (!dtypes.includes(dtype)) fail(`${name}.dtype`, `one of ${dtypes.join(', ')}`, show(dtype));
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size > 0)) {
    fail(`${name}.shape`, 'positive integers', show(shape));
  }
  if (!(data instanceof arrays[dtype])) {
    fail(`${name}.data`, `a ${arrays[dtype].name} for ${dtype}`, Object.prototype.toString.call(data).slice(8, -1));
  }
  const size = sizeOf(shape);
  if (data.length !== size) {
    fail(`${name}.data`, `${size} values for shape ${show(shape)}`, `${data.length}`);
  }
}

export function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.join(', ')}]`;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

export function fail(field: string, expected: string, got: string): never {
  throw new Rejected(`"${field}" expected ${expected}, got ${got}`);
}
