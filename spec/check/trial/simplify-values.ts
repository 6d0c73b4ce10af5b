/**
 * The last step of shrinking: after sizes and distributions have shrunk, single values of a counterexample are replaced
 * by simpler numbers as long as the clause still fails.
 */
import type { DType, Tensor } from '../../terms/contract.ts';
import { roundTo } from '../../terms/dtype.ts';
import { tensor, valuesOf } from '../../terms/tensor.ts';

const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'dtype' in value && 'shape' in value && 'data' in value;

type Path = readonly (string | number)[];

/** Paths of all tensors inside a case, wherever they are. */
function tensorsIn(value: unknown, path: Path = []): { path: Path; tensor: Tensor }[] {
  if (isTensor(value)) return [{ path, tensor: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => tensorsIn(inner, [...path, key]));
}

/** A copy of the case with one tensor replaced; everything else is shared. */
function replaceAt(value: unknown, [key, ...rest]: Path, by: Tensor): unknown {
  if (key === undefined) return by;
  const inner = replaceAt((value as Record<string, unknown>)[key], rest, by);
  if (Array.isArray(value)) return value.with(Number(key), inner);
  return { ...(value as object), [key]: inner };
}

/** A simpler number in place of another one. */
type Simpler = (value: number) => number;

const constant =
  (value: number): Simpler =>
  () =>
    value;
const digits =
  (count: number): Simpler =>
  (value) =>
    Number(value.toPrecision(count));

/** The simplest first. */
const replacements: readonly Simpler[] = [...[0, 1, -1, 2, -2, 3].map(constant), Math.round, ...[1, 2, 3].map(digits)];
/** For variances and deviations, which are never offered 0 or less. */
const positiveReplacements: readonly Simpler[] = [
  ...[1, 2, 3, 4].map(constant),
  (value) => Math.max(1, Math.round(value)),
  ...[1, 2, 3].map(digits),
];
const positiveTensors: ReadonlySet<string> = new Set(['runningVar', 'variance', 'savedInvStd', 'invStd']);

/** The replacement of this rank; the value itself where it is as simple already, or no number. */
function replaced(value: number, rank: number, among: readonly Simpler[], dtype: DType): number {
  if (!Number.isFinite(value)) return value;
  const offered = among.slice(0, rank + 1).map((simpler) => roundTo(dtype, simpler(value)));
  const chosen = offered[rank];
  return offered.includes(value) || !Number.isFinite(chosen) ? value : chosen;
}

/** Calls of `fails`, and values in all of them: a large case takes long each time. */
const most = { calls: 400, values: 2 ** 17 } as const;
const fewestCalls = 64;

function budgetFor(given: unknown): number {
  const values = tensorsIn(given).reduce((sum, { tensor: { data } }) => sum + data.length, 0);
  return Math.max(fewestCalls, Math.min(most.calls, Math.floor(most.values / values)));
}

/**
 * Whole tensors first, then their halves, and so on down to single values: irrelevant values are replaced in few calls,
 * however large the case is.
 *
 * @param fails - whether the clause still fails for this case
 * @param budget - most calls of `fails`
 * @returns the simplest failing case found; the given one if nothing simpler fails
 */
export async function simplifyValues(
  given: unknown,
  fails: (candidate: unknown) => Promise<boolean>,
  budget: number = budgetFor(given),
): Promise<unknown> {
  const tensors = tensorsIn(given).map((found) => ({
    ...found,
    values: valuesOf(found.tensor).slice(),
    among: positiveTensors.has(String(found.path.at(-1))) ? positiveReplacements : replacements,
  }));
  type Each = (typeof tensors)[number];
  let best = given;
  let left = budget;

  /** Replaces the values from `start` to `end` by those of the first rank with which the case still fails. */
  const simplify = async (each: Each, start: number, end: number, ranks: number): Promise<boolean> => {
    const { path, values, among } = each;
    const { dtype, shape } = each.tensor;
    for (let rank = 0; rank < ranks; rank++) {
      const part = values.slice(start, end).map((value) => replaced(value, rank, among, dtype));
      if (part.every((value, i) => Object.is(value, values[start + i]))) continue;
      if (left-- <= 0) return false;
      const next = values.slice();
      next.set(part, start);
      const candidate = replaceAt(best, path, tensor(dtype, shape, next));
      if (await fails(candidate)) {
        best = candidate;
        values.set(part, start);
        return true;
      }
    }
    return false;
  };
  const simplifyParts = async (each: Each, start: number, end: number): Promise<void> => {
    if (left <= 0) return;
    if (end - start === 1) {
      await simplify(each, start, end, each.among.length);
      return;
    }
    const middle = (start + end) >> 1;
    for (const [from, to] of [
      [start, middle],
      [middle, end],
    ]) {
      if (to - from > 1 && (await simplify(each, from, to, 1))) continue;
      await simplifyParts(each, from, to);
    }
  };

  for (const each of tensors) await simplify(each, 0, each.values.length, each.among.length);
  for (const each of tensors) if (each.values.length > 0) await simplifyParts(each, 0, each.values.length);
  return best;
}
