/** Which counterexample is the easiest to follow. */
import { inputsOf } from '../terms/further-operations.ts';
import type { CallView } from './exchange-view.ts';
import { tensorsOf } from '../terms/layer-commands.ts';
import { type LayerCallView, stepsIn } from './layer-script.ts';
import type { ClauseView } from './report-view.ts';

/** Values in all arguments: the fewer, the easier to work out by hand. */
export const valuesIn = (calls: readonly CallView[]): number =>
  calls.reduce(
    (sum, { operation, call }) =>
      sum + inputsOf(operation).reduce((all, name) => all + (call[name]?.data.length ?? 0), 0),
    0,
  );

/** Values in the arguments, a call counted as two: of layers the shorter script is the easier. */
const sizeOfLayers = (calls: readonly LayerCallView[]): number =>
  stepsIn(calls).reduce(
    (sum, { command }) => sum + Object.values(tensorsOf(command)).reduce((all, tensor) => all + tensor.data.length, 2),
    0,
  );

function sizeOf({ shown }: ClauseView): number {
  if (shown?.layerCalls) return sizeOfLayers(shown.layerCalls);
  return shown?.exchanges.length ? valuesIn(shown.exchanges) : Infinity;
}

/** The failure with the fewest values; of several the first. */
export function simplest(failed: readonly ClauseView[]): ClauseView | undefined {
  return failed.toSorted((a, b) => sizeOf(a) - sizeOf(b)).at(0);
}

/** The simplest failure, then the others in the order of the specification. */
export function simplestFirst(failed: readonly ClauseView[]): ClauseView[] {
  const first = simplest(failed);
  return first === undefined ? [] : [first, ...failed.filter((clause) => clause !== first)];
}
