/**
 * The further operations, each with a chapter of its own (BN-16 to BN-18): one record each, as in operations.ts. They share the wire, the
 * trial and the report with those of a batch. What is their own is one file in each layer: reference/further, spec/accuracy/further,
 * spec/cases/further, spec/clauses, impl/plain. `test/repo/further-operations.test.ts` names what an operation lacks.
 */
import type { Tensor } from './contract.ts';
export type { FurtherCalls, FurtherResults } from './further-contract.ts';
import { type Calls, type Operation, operations, signatures, type TensorName } from './operations.ts';

const table = {
  fold: {
    inputs: ['weight', 'bias', 'gamma', 'beta', 'mean', 'variance'],
    required: ['weight', 'mean', 'variance'],
    outputs: ['weight', 'bias'],
    due: ['weight', 'bias'],
    scalars: ['epsilon', 'axis'],
    optional: ['groupAxis', 'groups'],
    data: 'weight',
    training: false,
    types: { weight: ['weight'], bias: ['bias', 'weight'] },
  },
  doubleBackward: {
    inputs: ['x', 'dy', 'gamma', 'beta', 'ddx', 'ddgamma', 'ddbeta'],
    required: ['x', 'dy'],
    outputs: ['ddy', 'dx', 'dgamma'],
    due: ['ddy'],
    scalars: ['epsilon', 'axis'],
    optional: [],
    data: 'x',
    training: true,
    types: { ddy: ['x'], dx: ['x'], dgamma: ['gamma', 'x'] },
  },
  trainTangent: {
    inputs: ['x', 'tx', 'gamma', 'tgamma', 'beta', 'tbeta'],
    required: ['x', 'tx'],
    outputs: ['y', 'ty'],
    due: ['y', 'ty'],
    scalars: ['epsilon', 'axis'],
    optional: [],
    data: 'x',
    training: true,
    types: { y: ['x'], ty: ['x'] },
  },
  inferTangent: {
    inputs: ['x', 'tx', 'gamma', 'tgamma', 'beta', 'tbeta', 'mean', 'tmean', 'variance', 'tvariance'],
    required: ['x', 'tx', 'mean', 'variance'],
    outputs: ['y', 'ty'],
    due: ['y', 'ty'],
    scalars: ['epsilon', 'axis'],
    optional: [],
    data: 'x',
    training: false,
    types: { y: ['x'], ty: ['x'] },
  },
} as const;

export type FurtherTable = typeof table;

/** Name of a further operation, as a method of an implementation. */
export type FurtherOperation = keyof FurtherTable;

/** Name of an operation of either kind. */
export type AnyOperation = Operation | FurtherOperation;

/** Names of the tensors and scalars of further operations. */
export type FurtherTensor = FurtherTable[FurtherOperation]['inputs' | 'outputs'][number];
export type FurtherScalar = FurtherTable[FurtherOperation]['scalars' | 'optional'][number];

/** Name of a tensor of an operation of either kind. */
export type AnyTensor = TensorName | FurtherTensor;

/** The contents of a call of an operation of either kind. */
export interface WireSignature {
  /** In the order of the wire. */
  readonly inputs: readonly string[];
  readonly required: readonly string[];
  readonly outputs: readonly string[];
  /** Outputs that are always given. */
  readonly due: readonly string[];
  readonly scalars: readonly string[];
  /** Scalars that may be left out; all are whole numbers. */
  readonly optional: readonly string[];
}

export interface FurtherSignature extends WireSignature {
  /** The input that has the element type of the call, and the most values. */
  readonly data: string;
  /** x is normalized by its own statistics: with one value per channel a call may be refused (BN-3). */
  readonly training: boolean;
  /** For each output the inputs whose type it has: that of the first that is given. */
  readonly types: Readonly<Record<string, readonly string[]>>;
}

export const furtherSignatures: Readonly<Record<FurtherOperation, FurtherSignature>> = table;

export const furtherOperations: readonly FurtherOperation[] = Object.keys(table) as FurtherOperation[];

export const anyOperations: readonly AnyOperation[] = [...operations, ...furtherOperations];

export const isFurther = (operation: string): operation is FurtherOperation => Object.hasOwn(table, operation);

export const isOfBatch = (operation: string): operation is Operation => Object.hasOwn(signatures, operation);

const ofBatch: Readonly<Record<Operation, WireSignature>> = Object.fromEntries(
  operations.map((operation) => {
    const { inputs, required, outputs, scalars } = signatures[operation];
    return [operation, { inputs, required, outputs, due: [outputs[0]], scalars, optional: [] }];
  }),
) as unknown as Record<Operation, WireSignature>;

export const wireSignature = (operation: AnyOperation): WireSignature =>
  isFurther(operation) ? furtherSignatures[operation] : ofBatch[operation];

/** Inputs of an operation of either kind, in the order of the wire. */
export const inputsOf = (operation: AnyOperation): readonly AnyTensor[] =>
  wireSignature(operation).inputs as readonly AnyTensor[];

/** The tensor that has the element type of a call, and the most values: x, or what the operation has in its place. */
export const dataOf = (operation: AnyOperation, call: Calls[AnyOperation]): Tensor =>
  (call as unknown as Readonly<Record<string, Tensor>>)[isFurther(operation) ? furtherSignatures[operation].data : 'x'];
