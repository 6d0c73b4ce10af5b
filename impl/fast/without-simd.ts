/** The operations where the JavaScript engine has no SIMD: those of `plain`, with results in the caller's arrays too. */
import type { Implementation, Tensor } from '../../spec/terms/contract.ts';
import { type Operation, operations } from '../../spec/terms/operations.ts';
import { Rejected } from '../../spec/terms/refusals.ts';
import type { FastOperations } from './fast-implementation.ts';

type Results = Readonly<Record<string, Tensor>>;
type Arrays = Readonly<Record<string, Float32Array>>;

/** @param plain - answers at once */
export function withOut(plain: Required<Pick<Implementation, Operation>>): FastOperations {
  const made = operations.map((operation) => {
    const run = plain[operation] as (call: unknown) => unknown;
    return [operation, (call: unknown, out?: Arrays) => placed(run(call) as Results, out)] as const;
  });
  return Object.fromEntries(made) as unknown as FastOperations;
}

function placed(results: Results, out: Arrays = {}): Results {
  for (const [name, array] of Object.entries(out)) {
    const { length } = results[name].data;
    if (array.length === length) continue;
    throw new Rejected(`"out.${name}" expected ${length} values for its shape, got ${array.length}`);
  }
  const inPlace = Object.entries(out).map(([name, array]) => {
    array.set(results[name].data);
    return [name, { ...results[name], data: array }] as const;
  });
  return { ...results, ...Object.fromEntries(inPlace) };
}
