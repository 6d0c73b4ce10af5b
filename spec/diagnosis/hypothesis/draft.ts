/** A call described by its aspects, so that one can be varied while the others stay. */
import { epsilonFor, momentumFor } from '../../cases/epsilon-and-momentum.ts';
import { randomOf, seedFor } from '../../cases/random.ts';
import type { Claims, DType, Tensor } from '../../terms/contract.ts';
import { elementOf, layoutOf } from '../../terms/layout.ts';
import { type AnyCall, callFrom } from '../../terms/named-tensors.ts';
import { type Calls, isElementwise, type Operation, signatures, type TensorName } from '../../terms/operations.ts';
import { sizeOf, tensor, valuesOf } from '../../terms/tensor.ts';
import { columnFills, type ColumnKind, vectorFills, type VectorKind } from './draft-data.ts';

/** Values of an argument: of a kind, or those of a tensor, as far as it has the right size. */
export type Values = ColumnKind | VectorKind | Tensor;

export interface Draft {
  readonly operation: Operation;
  readonly shape: readonly number[];
  readonly axis: number;
  readonly type: DType;
  /** Type of gamma and beta, and of statistics. */
  readonly parameters: DType;
  readonly statistics: DType;
  /** Optional arguments that are given. */
  readonly given: readonly TensorName[];
  readonly epsilon: number;
  readonly momentum: number;
  /** Default: `ordinary`. */
  readonly values: Readonly<Partial<Record<TensorName, Values>>>;
  readonly seed: number;
}

export const optionalOf = (operation: Operation): readonly TensorName[] =>
  signatures[operation].inputs.filter((name) => !signatures[operation].required.includes(name));

/** The call of a draft. Epsilon and momentum are rounded to what the claims allow beside its type. */
export const callOfDraft = <O extends Operation>(
  draft: Draft & { readonly operation: O },
  claims: Claims,
): Calls[O] => {
  const x = wholeOf(draft, 'x');
  const { operation } = draft;
  return callWith(draft, claims, (name) =>
    name === 'x' ? x : isElementwise(operation, name) ? wholeOf(draft, name) : vectorOf(draft, name, x),
  );
};

/** The same without any values, which claims are not about. */
export const outlineOf = <O extends Operation>(draft: Draft & { readonly operation: O }, claims: Claims): Calls[O] =>
  callWith(draft, claims, (name) => {
    const { operation, shape, axis, type } = draft;
    const whole = isElementwise(operation, name);
    return {
      dtype: whole ? type : typeIn(draft, name),
      shape: whole ? shape : [shape[axis]],
      data: new Float32Array(),
    };
  });

function callWith<O extends Operation>(
  { operation, axis, type, given, epsilon, momentum }: Draft & { readonly operation: O },
  claims: Claims,
  make: (name: TensorName) => Tensor,
): Calls[O] {
  const { inputs, required, scalars } = signatures[operation];
  const names = inputs.filter((name) => required.includes(name) || given.includes(name));
  return callFrom(operation, {
    ...Object.fromEntries(names.map((name) => [name, make(name)])),
    axis,
    ...(scalars.includes('epsilon') && { epsilon: epsilonFor(type, epsilon, claims) }),
    ...(scalars.includes('momentum') && { momentum: momentumFor(type, momentum, claims) }),
  });
}

const typeIn = ({ parameters, statistics }: Draft, name: TensorName): DType =>
  name === 'gamma' || name === 'beta' ? parameters : statistics;

function wholeOf({ shape, axis, type, values, seed }: Draft, name: TensorName): Tensor {
  const kind = values[name] ?? 'ordinary';
  const size = sizeOf(shape);
  if (typeof kind !== 'string' && kind.data.length === size) return tensor(type, shape, valuesOf(kind));
  const layout = layoutOf(shape, axis);
  const random = randomOf(seedFor(seed, name));
  const all = new Float64Array(size);
  const fill = columnFills[typeof kind === 'string' && kind in columnFills ? (kind as ColumnKind) : 'ordinary'];
  for (let c = 0; c < layout.channels; c++) {
    const column = fill({ random, c: name === 'x' ? c : c + 1, m: layout.perChannel, type });
    for (let i = 0; i < layout.perChannel; i++) all[elementOf(layout, c, i)] = column[i];
  }
  return tensor(type, shape, all);
}

const positive: ReadonlySet<TensorName> = new Set(['runningVar', 'variance', 'invStd']);

function vectorOf(draft: Draft, name: TensorName, x: Tensor): Tensor {
  const { shape, axis, values, seed } = draft;
  const type = typeIn(draft, name);
  const channels = shape[axis];
  const kind = values[name] ?? 'ordinary';
  if (typeof kind !== 'string' && kind.data.length === channels) return tensor(type, [channels], valuesOf(kind));
  const random = randomOf(seedFor(seed, name));
  if (kind === 'a value of x') {
    const [all, layout] = [valuesOf(x), layoutOf(shape, axis)];
    return tensor(
      type,
      [channels],
      Array.from({ length: channels }, (_, c) => all[elementOf(layout, c, 0)]),
    );
  }
  const fill = vectorFills[typeof kind === 'string' && kind in vectorFills ? (kind as VectorKind) : 'ordinary'];
  const entries = Array.from({ length: channels }, (_, c) => fill({ random, c, type, positive: positive.has(name) }));
  return tensor(type, [channels], entries);
}

/** The draft of a call, with its own values. */
export function draftOf(operation: Operation, call: AnyCall, seed: number): Draft {
  const { x, axis, gamma, beta, runningMean, runningVar, mean, variance, invStd, epsilon = 1, momentum = 0.25 } = call;
  const statistics = runningMean ?? runningVar ?? mean ?? variance ?? invStd;
  return {
    operation,
    shape: x.shape,
    axis,
    type: x.dtype,
    parameters: (gamma ?? beta ?? x).dtype,
    statistics: (statistics ?? x).dtype,
    given: optionalOf(operation).filter((name) => call[name] !== undefined),
    epsilon,
    momentum,
    values: Object.fromEntries(
      signatures[operation].inputs.flatMap((name) => (call[name] ? [[name, call[name]]] : [])),
    ),
    seed,
  };
}
