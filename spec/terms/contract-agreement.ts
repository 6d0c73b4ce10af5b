/**
 * Checks that the handwritten interfaces of contract.ts agree with the table of operations. Where they differ, this
 * file does not compile, and the error names the operation and the argument. Types only.
 */
import type { Implementation, Tensor } from './contract.ts';
import type { FurtherCalls, FurtherOperation, FurtherResults, FurtherTable } from './further-operations.ts';
import type { Calls, Operation, OperationTable, Results } from './operations.ts';

type Row<O extends Operation> = OperationTable[O];

type First<L extends readonly string[]> = L[0];

/** The call and the answer according to the table. */
type TableCall<O extends Operation> = Record<Row<O>['required'][number], Tensor> &
  Partial<Record<Exclude<Row<O>['inputs'][number], Row<O>['required'][number]>, Tensor>> &
  Record<Row<O>['scalars'][number], number>;
type TableResult<O extends Operation> = Record<First<Row<O>['outputs']>, Tensor> &
  Partial<Record<Exclude<Row<O>['outputs'][number], First<Row<O>['outputs']>>, Tensor>>;

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];

type OneSided<A, B> = Exclude<A, B> | Exclude<B, A>;

/** Members that only one of two has, that only one requires, or that have another type. */
type Parting<A, B> =
  | OneSided<keyof A, keyof B>
  | OneSided<RequiredKeys<A>, RequiredKeys<B>>
  | { [K in keyof A & keyof B]: [A[K], B[K]] extends [B[K], A[K]] ? never : K }[keyof A & keyof B];

type Nothing<T extends Readonly<Record<keyof T, never>>> = T;

export type CallsAgree = Nothing<{ [O in Operation]: Parting<TableCall<O>, Calls[O]> }>;

export type ResultsAgree = Nothing<{ [O in Operation]: Parting<TableResult<O>, Results[O]> }>;

/** The same for the further operations, whose scalars may be left out, too. */
type FurtherRow<O extends FurtherOperation> = FurtherTable[O];
type FurtherCall<O extends FurtherOperation> = Record<FurtherRow<O>['required'][number], Tensor> &
  Partial<Record<Exclude<FurtherRow<O>['inputs'][number], FurtherRow<O>['required'][number]>, Tensor>> &
  Record<FurtherRow<O>['scalars'][number], number> &
  Partial<Record<FurtherRow<O>['optional'][number], number>>;
type FurtherResult<O extends FurtherOperation> = Record<FurtherRow<O>['due'][number], Tensor> &
  Partial<Record<Exclude<FurtherRow<O>['outputs'][number], FurtherRow<O>['due'][number]>, Tensor>>;

export type FurtherCallsAgree = Nothing<{
  [O in FurtherOperation]: Parting<FurtherCall<O>, FurtherCalls[O]>;
}>;

export type FurtherResultsAgree = Nothing<{
  [O in FurtherOperation]: Parting<FurtherResult<O>, FurtherResults[O]>;
}>;

/** Within the table: every output has a type, required inputs are inputs, and state goes in and comes out. */
export type TableAgrees = Nothing<{
  [O in Operation]:
    | OneSided<keyof Row<O>['types'], Row<O>['outputs'][number]>
    | Exclude<Row<O>['required'][number], Row<O>['inputs'][number]>
    | Exclude<Row<O>['elementwise'][number], Row<O>['inputs' | 'outputs'][number]>
    | Exclude<Row<O>['state'][number], Row<O>['inputs'][number] & Row<O>['outputs'][number]>;
}>;

export type ImplementationAgrees = Nothing<{
  [O in Operation | FurtherOperation]: Exclude<O, keyof Implementation>;
}>;
