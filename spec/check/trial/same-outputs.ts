/** Two calls that must give the same outputs, since they differ only in inputs that must not enter. */
import { sameValue } from '../../accuracy/judge-element.ts';
import type { NamedTensors } from '../../terms/named-tensors.ts';
import { type Calls, type Operation, snakeCase, type TensorName } from '../../terms/operations.ts';
import { valuesOf } from '../../terms/tensor.ts';
import { firstUnequal } from './compare-elements.ts';
import type { Trial } from './trial.ts';

/** Number of repetitions of a call: sums in a varying order may agree a few times by chance. */
const repetitions = 12;

interface Compared {
  readonly outputs: readonly TensorName[];
  /** Which elements to compare. Default: all. */
  readonly only?: (index: number) => boolean;
}

/**
 * The same bits, or, where even a repeated call gives other bits, values that lie within both bounds.
 * @throws Falsified
 */
export async function alike<O extends Operation>(
  trial: Trial,
  operation: O,
  [first, second]: readonly [Calls[O], Calls[O]],
  { outputs, only = () => true }: Compared,
): Promise<void> {
  const a: NamedTensors = await trial.call(operation, first);
  const b: NamedTensors = await trial.call(operation, second);
  for (const output of outputs) {
    const [one, other] = [a[output], b[output]];
    if (one === undefined || other === undefined) continue;
    const unequal = firstUnequal(other, one, only);
    if (unequal === undefined) continue;
    const says = `${snakeCase(output)} depends on an input that must not enter`;
    const expected = valuesOf(one);
    if (await repeats(trial, operation, first, { output, expected })) {
      trial.object(says, { output, tensor: other, ...unequal });
    }
    const [e, f] = [first, second].map((call) => trial.bounds(operation, call, output, one.dtype));
    const bound = e.map((value, i) => (only(i) ? value + f[i] : Infinity));
    trial.within(says, { output, tensor: other, expected, bound });
  }
}

/** Whether the same call gives the same bits. */
async function repeats<O extends Operation>(
  trial: Trial,
  operation: O,
  call: Calls[O],
  { output, expected }: { readonly output: TensorName; readonly expected: Float64Array },
): Promise<boolean> {
  if (!trial.claims.deterministic) return false;
  for (let k = 0; k < repetitions; k++) {
    const answer: NamedTensors = await trial.call(operation, call);
    const again = answer[output];
    if (again === undefined || !valuesOf(again).every((value, i) => sameValue(value, expected[i]))) return false;
  }
  return true;
}
