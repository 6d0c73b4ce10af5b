/**
 * The last step of shrinking: after sizes and families have shrunk, single values of a counterexample are replaced by
 * simpler numbers as long as the clause still objects.
 */
import type { Tensor } from './terms/contract.ts';
import { roundTo } from './terms/dtype.ts';
import { tensor, valuesOf } from './terms/tensor.ts';

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

/** Simpler than `value`, simplest first. Positive tensors (variances, deviations) are never offered 0 or less. */
function simpler(value: number, positive: boolean): number[] {
  if (!Number.isFinite(value)) return [];
  const round = Math.round(value);
  const digits = [1, 2, 3].map((n) => Number(value.toPrecision(n)));
  const candidates = positive ? [1, 2, 3, 4, round, ...digits] : [0, 1, -1, 2, -2, 3, round, ...digits];
  const upTo = candidates.indexOf(value);
  return candidates.slice(0, upTo < 0 ? undefined : upTo).filter((n) => (positive ? n > 0 : Number.isFinite(n)));
}

const positiveTensors: ReadonlySet<string> = new Set(['runningVar', 'variance', 'savedInvStd', 'invStd']);

/**
 * @param fails - does the clause still object to this case?
 * @param budget - most calls of `fails`
 * @returns the simplest failing case found; the given one if nothing simpler fails
 */
export async function simplifyValues(
  given: unknown,
  fails: (candidate: unknown) => Promise<boolean>,
  budget = 400,
): Promise<unknown> {
  let best = given;
  let left = budget;
  for (const { path } of tensorsIn(given)) {
    const current = tensorsIn(best).find((found) => found.path.join() === path.join())?.tensor as Tensor;
    const positive = positiveTensors.has(String(path.at(-1)));
    const values = Array.from(valuesOf(current));
    for (let i = 0; i < values.length; i++) {
      const seen = new Set<number>();
      for (const candidate of simpler(values[i], positive)) {
        const value = roundTo(current.dtype, candidate);
        if (value === values[i] || seen.has(value)) continue;
        if (left-- <= 0) return best;
        seen.add(value);
        const next = replaceAt(best, path, tensor(current.dtype, current.shape, values.with(i, value)));
        if (await fails(next)) {
          best = next;
          values[i] = value;
          break;
        }
      }
    }
  }
  return best;
}
