/** Compares the oracle with the certified values, output by output, in every element type. */
import { nearest } from '../../../reference/exact/round.ts';
import { reference } from '../../../reference/oracle.ts';
import { dtypes } from '../../../spec/terms/dtype.ts';
import type { TensorName } from '../../../spec/terms/operations.ts';
import { sizeOf, tensor, valuesOf } from '../../../spec/terms/tensor.ts';
import { adversarial, type Case } from './adversarial.ts';
import { certified } from './certified.ts';

export interface Agreement {
  readonly compared: number;
  /** The first few, as text. */
  readonly mismatches: readonly string[];
  readonly byFamily: Readonly<Record<string, number>>;
}

export function agreement(seed: number, outputs: number): Agreement {
  let compared = 0;
  const mismatches: string[] = [];
  const byFamily: Record<string, number> = {};
  for (const tried of adversarial(seed)) {
    if (compared >= outputs || mismatches.length > 5) break;
    const count = compare(tried, mismatches);
    compared += count;
    byFamily[tried.family] = (byFamily[tried.family] ?? 0) + count;
  }
  return { compared, mismatches, byFamily };
}

function compare({ family, operation, call, conventions }: Case, mismatches: string[]): number {
  const truth = reference.answer(operation, call, conventions);
  const expected = certified(operation, call, conventions);
  let compared = 0;
  for (const [name, values] of Object.entries(expected)) {
    const actual = truth.outputs[name as TensorName];
    for (const dtype of dtypes) {
      const rounded = valuesOf(
        actual?.round(dtype) ?? tensor(dtype, [sizeOf([values.length])], new Float64Array(values.length).fill(NaN)),
      );
      for (const [index, value] of values.entries()) {
        const right = nearest(dtype, value);
        compared++;
        if (Object.is(rounded[index], right)) continue;
        mismatches.push(`${family} ${operation} ${name}[${index}] ${dtype}: ${rounded[index]}, certified ${right}`);
      }
    }
  }
  return compared;
}
