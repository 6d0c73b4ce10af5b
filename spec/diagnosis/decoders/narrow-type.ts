/** Decodes outputs that were rounded to a narrower type than their own: the bits that are left show which. */
import type { Diagnosis } from '../../report/report.ts';
import { formats, roundTo } from '../../terms/dtype.ts';
import type { DType } from '../../terms/contract.ts';
import { snakeCase, type TensorName } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import type { Scope } from '../violations.ts';
import type { Seen } from '../answered-calls.ts';

const narrow: readonly DType[] = ['bfloat16', 'float16', 'float32'];
const running: ReadonlySet<string> = new Set(['runningMean', 'runningVar']);

/** Fewest values to draw a conclusion from. */
const several = 12;

/** @param scopes - operations and outputs with a violation */
export function decodeFormat(seen: readonly Seen[], scopes: readonly Scope[]): Diagnosis[] {
  const found = scopes.flatMap(({ operation, output }) => {
    const pairs = seen.flatMap((each) => (each.operation === operation ? pairsOf(each, output as TensorName) : []));
    const dtype = narrow.find((type) =>
      pairs.every(({ own, value }) => own !== type && roundTo(type, value) === value),
    );
    // Right answers must not fit the narrow type by chance.
    if (dtype === undefined || pairs.filter(({ exact }) => roundTo(dtype, exact) !== exact).length < several) return [];
    return [{ operation, output, dtype, count: pairs.length }];
  });
  const types = [...new Set(found.map(({ dtype }) => dtype))];
  return types.map((dtype) => {
    const places = found.filter((each) => each.dtype === dtype);
    const names = places.map(({ operation, output }) => `${snakeCase(output)} of ${snakeCase(operation)}`).join(', ');
    const id = places.every(({ output }) => running.has(output)) ? 'RS28' : dtype === 'float32' ? 'PR14' : 'coarse';
    return {
      id,
      says: `Results have been rounded to ${dtype} on the way: ${names}.`,
      evidence: `all ${places.reduce((sum, { count }) => sum + count, 0)} values have at most ${formats[dtype].precision} significant bits`,
    };
  });
}

function pairsOf({ outputs, truth }: Seen, output: TensorName): { own: DType; value: number; exact: number }[] {
  const [given, exact] = [outputs[output], truth.outputs[output]];
  if (given === undefined || exact === undefined) return [];
  const rounded = valuesOf(exact.round(given.dtype));
  return [...valuesOf(given)].flatMap((value, i) =>
    Number.isFinite(value) ? [{ own: given.dtype, value, exact: rounded[i] }] : [],
  );
}
